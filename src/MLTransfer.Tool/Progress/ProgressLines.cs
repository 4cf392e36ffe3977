using System.Diagnostics;

namespace MLTransfer.Tool.Progress;

/// <summary>A line per step and per epoch of fine-tuning, and one every few seconds where a step takes longer.</summary>
internal sealed class ProgressLines(TextWriter writer) : ProgressReport
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly Stopwatch _sinceLine = new();

    protected override void Begin(string step) => Write($"{step} ...");

    protected override void Advance(string figures, long done, long? total)
    {
        if (_sinceLine.Elapsed > Interval)
            Write($"  {figures}");
    }

    protected override void ShowEpoch(ImageTransferMetrics metrics)
    {
        if (metrics.Phase == TrainingPhase.FineTuning)
            Write($"  {Describe(metrics)}");
    }

    private void Write(string line)
    {
        writer.WriteLine(line);
        _sinceLine.Restart();
    }
}
