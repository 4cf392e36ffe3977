using Spectre.Console;

namespace MLTransfer.Tool.Progress;

/// <summary>A bar per step, with figures beside it.</summary>
internal sealed class ProgressBars(ProgressContext context) : ProgressReport
{
    private ProgressTask? _bar;

    /// <summary>Runs work under bars, which make room for the result.</summary>
    public static T Show<T>(TextWriter writer, Func<ProgressReport, T> work)
        => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) })
            .Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new FiguresColumn())
            .Start(context => work(new ProgressBars(context)));

    protected override void Begin(string step)
    {
        if (_bar is { } before)
            (before.IsIndeterminate, before.Value) = (false, before.MaxValue);
        _bar = context.AddTask(Markup.Escape(step)).IsIndeterminate();
    }

    protected override void Advance(string figures, long done, long? total)
    {
        _bar!.Tag = figures;
        if (total is { } all)
            (_bar.IsIndeterminate, _bar.MaxValue, _bar.Value) = (false, all, done);
    }

    protected override void ShowEpoch(ImageTransferMetrics metrics) => _bar!.Tag = Describe(metrics);
}
