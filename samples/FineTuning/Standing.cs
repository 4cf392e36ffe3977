using MLTransfer;

namespace FineTuning;

/// <summary>What the choice between ways depends on.</summary>
/// <param name="Name">The way.</param>
/// <param name="Right">How many validation pictures it classifies rightly.</param>
/// <param name="LogLoss">Its mean cross-entropy on the validation set.</param>
internal readonly record struct Standing(string Name, int Right, double LogLoss)
{
    /// <summary>How a way does on the validation set.</summary>
    public static Standing Of(Way way)
    {
        ClassifierMetrics metrics = way.Result.Validation;
        return new Standing(way.Name, metrics.ImageCount - metrics.Mistakes.Count, metrics.LogLoss);
    }
}
