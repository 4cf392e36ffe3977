using MLTransfer;

namespace FineTuning;

/// <summary>A way to train a classifier, and what it gave.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Result">The classifier and its metrics.</param>
internal sealed record Way(string Name, TransferResult Result) : IDisposable
{
    /// <summary>All its phases together.</summary>
    public TimeSpan Elapsed => Result.Timings.Aggregate(TimeSpan.Zero, (sum, phase) => sum + phase.Elapsed);

    public void Dispose() => Result.Dispose();
}
