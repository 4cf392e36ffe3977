using System.Globalization;
using Microsoft.ML.Runtime;
using MLTransfer.Data;

namespace MLTransfer.Extraction;

/// <summary>How quantisation went, on images that did not decide its ranges.</summary>
/// <param name="Obstacle">Why the network stays in float32; null where it is int8.</param>
/// <param name="CalibrationImages">The number of images that decided the ranges.</param>
/// <param name="CheckedImages">The number of other images on which features were compared.</param>
/// <param name="MeanCosine">The mean cosine between the features in int8 and in float32; NaN where there was nothing to compare.</param>
/// <param name="LeastCosine">The least.</param>
internal sealed record Int8Report(string? Obstacle, int CalibrationImages, int CheckedImages, double MeanCosine, double LeastCosine)
{
    public static Int8Report Refused(string obstacle) => new(obstacle, 0, 0, double.NaN, double.NaN);

    /// <summary>Says so, as a warning where int8 was asked for and is not to be had.</summary>
    public void Log(IHostEnvironment environment)
    {
        if (Obstacle is null)
            environment.Info(ToString());
        else
            environment.Warn(ToString());
    }

    public override string ToString()
    {
        string check = string.Create(
            CultureInfo.InvariantCulture,
            $"on {Quantity.Of(CheckedImages, "image")} the cosine between features in int8 and float32 is {MeanCosine:f4} on average, " +
            $"{LeastCosine:f4} at least");
        return Obstacle is null
            ? $"The frozen part runs in int8, calibrated on {Quantity.Of(CalibrationImages, "image")}; {check}."
            : $"The frozen part stays in float32: {Obstacle}.{(CheckedImages > 0 ? $" ({char.ToUpperInvariant(check[0])}{check[1..]}.)" : "")}";
    }
}
