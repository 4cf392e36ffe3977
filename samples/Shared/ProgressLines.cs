using System.Diagnostics;
using MLTransfer;
using Spectre.Console;

namespace Samples;

/// <summary>A line per phase and per epoch of fine-tuning, and one every few seconds where extraction takes longer.</summary>
internal sealed class ProgressLines(IAnsiConsole console) : IProgress<TransferProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly Stopwatch _sinceLine = new();
    private TransferPhase? _phase;

    public void Report(TransferProgress value)
    {
        if (value.Phase != _phase)
            Write($"{value.Phase.Describe()} ...");
        else if (value.Extraction is { } extraction && _sinceLine.Elapsed > Interval)
            Write($"  {ProgressView.Describe(extraction)}");
        else if (value.Metrics is { Phase: TrainingPhase.FineTuning } metrics)
            Write($"  {ProgressView.Describe(metrics)}");
        _phase = value.Phase;
    }

    private void Write(string line)
    {
        console.WriteLine(line);
        _sinceLine.Restart();
    }
}
