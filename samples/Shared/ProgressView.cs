using MLTransfer;
using Spectre.Console;

namespace Samples;

/// <summary>Shows how far the work is: alive on a terminal, as plain lines in a file.</summary>
internal static class ProgressView
{
    public static IAnsiConsole CreateConsole()
    {
        IAnsiConsole console = AnsiConsole.Console;
        // A file or a pipe has no edge to wrap lines at.
        if (Console.IsOutputRedirected)
            console.Profile.Width = 1000;
        return console;
    }

    /// <summary>Shows work that reports its progress.</summary>
    public static T Show<T>(IAnsiConsole console, Func<IProgress<TransferProgress>, T> work)
        => IsPlain(console)
            ? work(new ProgressLines(console))
            // The bars make room for the result, which has a table of the same phases.
            : console.Progress().AutoClear(true)
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new TextColumn())
                .Start(context => work(new ProgressBars(context)));

    /// <summary>Shows work that does not.</summary>
    public static T Show<T>(IAnsiConsole console, string what, Func<T> work)
    {
        if (!IsPlain(console))
            return console.Status().Start(what, _ => work());
        console.WriteLine($"{what} ...");
        return work();
    }

    public static string Describe(ExtractionProgress progress)
    {
        string of = progress.Total is { } total ? $" of {total}" : "";
        string left = progress.Remaining is { } time && time > TimeSpan.Zero ? $", {time:m\\:ss} left" : "";
        return $"{progress.Done}{of}, {progress.ImagesPerSecond:f0} images/s{left}";
    }

    public static string Describe(ImageTransferMetrics metrics)
    {
        string validation = metrics.ValidationLoss is { } loss ? $", validation {loss:f3}, accuracy {metrics.ValidationAccuracy:f3}" : "";
        string speed = metrics.ImagesPerSecond is { } images ? $", {images:f0} images/s" : "";
        return $"epoch {metrics.Epoch}, loss {metrics.Loss:f3}{validation}{speed}";
    }

    private static bool IsPlain(IAnsiConsole console) => Console.IsOutputRedirected || !console.Profile.Capabilities.Ansi;
}
