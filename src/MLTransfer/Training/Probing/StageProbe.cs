using System.Globalization;
using MLTransfer.Data;

namespace MLTransfer;

/// <summary>How well a linear classifier tells the images apart by the features of one place of a backbone.</summary>
public sealed record StageProbe
{
    internal StageProbe()
    {
    }

    /// <summary>
    /// The stage at whose end the features are taken, as <see cref="ExtractionOptions.Cut"/> takes it; null for the end of the backbone.
    /// </summary>
    public required string? Cut { get; init; }

    /// <summary>How they become one vector.</summary>
    public required FeaturePooling Pooling { get; init; }

    /// <summary>The number of features.</summary>
    public required int FeatureLength { get; init; }

    /// <summary>The share of images, 0 to 1, that classifiers trained on the other folds classify rightly.</summary>
    public required double Accuracy { get; init; }

    /// <summary>
    /// The standard error of that share over images: sqrt(a (1 - a) / (n - 1)). It holds for this place alone: two places that see the same images
    /// are compared by the standard error of their difference, which is smaller.
    /// </summary>
    public required double StandardError { get; init; }

    /// <summary>The mean of -ln(p) over images, p being the probability that those classifiers give to the label.</summary>
    public required double LogLoss { get; init; }

    /// <summary>The place, for people.</summary>
    internal string Place => Cut is null ? "the end of the network" : $"'{Cut}' with {Pooling} pooling";

    /// <summary>One line for people.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Cut ?? "(end)"}, {Pooling}, {Quantity.Of(FeatureLength, "feature")}: accuracy {Accuracy:f3} +- {StandardError:f3}, log-loss {LogLoss:f3}");
}
