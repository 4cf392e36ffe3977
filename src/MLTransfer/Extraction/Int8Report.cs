using System.Globalization;
using Microsoft.ML.Runtime;
using MLTransfer.Data;

namespace MLTransfer;

/// <summary>How fitting a network to bytes went, on images that did not decide its ranges.</summary>
public sealed record Int8Report
{
    internal Int8Report()
    {
    }

    /// <summary>Whether the network runs in int8; if not, it stays in float32.</summary>
    public bool IsUsed => Obstacle is null;

    /// <summary>Why the network stays in float32; null where it is int8.</summary>
    public string? Obstacle { get; internal init; }

    /// <summary>The number of images that decided the ranges of the activations.</summary>
    public int CalibrationImages { get; internal init; }

    /// <summary>The number of other images on which features were compared; 0 where it did not come to that.</summary>
    public int CheckedImages { get; internal init; }

    /// <summary>The mean cosine between the features in int8 and in float32, from -1 to 1; NaN where there was nothing to compare.</summary>
    public double MeanCosine { get; internal init; } = double.NaN;

    /// <summary>The least of these cosines.</summary>
    public double LeastCosine { get; internal init; } = double.NaN;

    /// <summary>
    /// The share of the compared images, 0 to 1, whose nearest neighbour among the images that decided the ranges (by the cosine of features) is
    /// the same in int8 as in float32; NaN where there was nothing to compare.
    /// </summary>
    public double NeighbourAgreement { get; internal init; } = double.NaN;

    internal static Int8Report Refused(string obstacle) => new() { Obstacle = obstacle };

    /// <summary>Says so, as a warning where int8 was asked for and is not to be had.</summary>
    internal void Log(IHostEnvironment environment, Precision asked)
    {
        if (IsUsed || asked == Precision.Auto)
            environment.Info(ToString());
        else
            environment.Warn(ToString());
    }

    /// <summary>Says in a sentence how it went.</summary>
    public override string ToString()
    {
        string check = string.Create(
            CultureInfo.InvariantCulture,
            $"on {Quantity.Of(CheckedImages, "image")} the cosine between features in int8 and float32 is {MeanCosine:f4} on average, " +
            $"{LeastCosine:f4} at least, and {NeighbourAgreement:p0} have the same nearest neighbour");
        return IsUsed
            ? $"The frozen part runs in int8, calibrated on {Quantity.Of(CalibrationImages, "image")}; {check}."
            : $"The frozen part stays in float32: {Obstacle}.{(CheckedImages > 0 ? $" ({char.ToUpperInvariant(check[0])}{check[1..]}.)" : "")}";
    }
}
