using System.Diagnostics;
using MLTransfer;
using Spectre.Console;

namespace QuickStart;

/// <summary>A line per phase, and one every few seconds where that takes longer.</summary>
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
        _phase = value.Phase;
    }

    private void Write(string line)
    {
        console.WriteLine(line);
        _sinceLine.Restart();
    }
}
