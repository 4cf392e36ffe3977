using MLTransfer;
using Spectre.Console;

namespace Samples;

/// <summary>One bar per phase, with figures beside it.</summary>
internal sealed class ProgressBars(ProgressContext context) : IProgress<TransferProgress>
{
    private TransferPhase? _phase;
    private ProgressTask? _bar;

    public void Report(TransferProgress value)
    {
        if (value.Phase != _phase || _bar is null)
            _bar = Begin(value.Phase);
        if (value.Extraction is { } extraction)
            Advance(_bar, extraction);
        else if (value.Metrics is { } metrics)
            _bar.Tag = ProgressView.Describe(metrics);
    }

    private ProgressTask Begin(TransferPhase phase)
    {
        if (_bar is not null)
            (_bar.IsIndeterminate, _bar.Value) = (false, _bar.MaxValue);
        _phase = phase;
        return context.AddTask(phase.Describe()).IsIndeterminate();
    }

    private static void Advance(ProgressTask bar, ExtractionProgress extraction)
    {
        bar.Tag = ProgressView.Describe(extraction);
        if (extraction.Total is { } total)
            (bar.IsIndeterminate, bar.MaxValue, bar.Value) = (false, total, extraction.Done);
    }
}
