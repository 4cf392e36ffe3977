using MLTransfer.Data;

namespace MLTransfer.Training.Calibration;

/// <summary>
/// Finds the temperature at which the probabilities of a classifier have the least cross-entropy on the validation set (Guo et al. 2017, section
/// 4.2): one number, by Newton's method on its inverse, in which the loss is convex.
/// </summary>
internal static class TemperatureScaling
{
    /// <summary>Fewer images say nothing.</summary>
    public const int FewestImages = 20;

    /// <summary>
    /// Without an error the loss falls for ever as probabilities get surer, and a few errors hardly stop it. So probabilities are made surer only
    /// where there are that many; to make them less sure, one suffices.
    /// </summary>
    public const int FewestErrorsToSharpen = 10;

    /// <summary>Beyond it there is nothing to gain: labels that have nothing to do with the logits would have an infinite temperature.</summary>
    public const double Highest = 20;

    public const double Lowest = 1 / Highest;

    private const double Tolerance = 1e-7;
    private const int MostSteps = 100;

    /// <param name="logits">The logits of the validation images, before calibration.</param>
    /// <param name="labels">Their classes, counted from 0.</param>
    public static ProbabilityCalibration Fit(IReadOnlyList<float[]> logits, IReadOnlyList<int> labels)
    {
        if (logits.Count == 0)
            return new ProbabilityCalibration { Obstacle = "there is no validation image to fit a temperature to" };
        var images = new ValidationLogits(logits, labels);
        if (!images.AreFinite)
            return new ProbabilityCalibration { Images = images.Count, Obstacle = "logits of validation images are not finite" };
        if (images.Count < FewestImages)
            return Unchanged(images, $"there are only {Quantity.Of(images.Count, "validation image")}; it takes {FewestImages}");

        (double lossBefore, double slope, _) = images.At(1);
        if (slope < 0 && images.Errors < FewestErrorsToSharpen)
        {
            return Unchanged(
                images, $"{Quantity.Of(images.Errors, "error")} on {images.Count} validation images cannot tell how much surer the classifier may be; " +
                $"it takes {FewestErrorsToSharpen}");
        }

        double sharpness = LeastLoss(images);
        // At the minimum already, but for rounding.
        return Measured(images, images.At(sharpness).Loss < lossBefore ? sharpness : 1);
    }

    private static ProbabilityCalibration Unchanged(ValidationLogits images, string obstacle) => Measured(images, 1) with { Obstacle = obstacle };

    private static ProbabilityCalibration Measured(ValidationLogits images, double sharpness) => new()
    {
        Temperature = 1 / sharpness,
        Images = images.Count,
        ErrorBefore = images.Reliability(1).ExpectedError,
        ErrorAfter = images.Reliability(sharpness).ExpectedError,
        LogLossBefore = images.At(1).Loss,
        LogLossAfter = images.At(sharpness).Loss,
    };

    /// <summary>The inverse temperature of the least loss within the bounds.</summary>
    private static double LeastLoss(ValidationLogits images)
    {
        double low = 1 / Highest, high = 1 / Lowest, sharpness = 1;
        if (images.At(low).Slope >= 0)
            return low;
        if (images.At(high).Slope <= 0)
            return high;
        for (int step = 0; step < MostSteps; step++)
        {
            (_, double slope, double curvature) = images.At(sharpness);
            (low, high) = slope > 0 ? (low, sharpness) : (sharpness, high);
            double next = sharpness - slope / curvature;
            // A step too far, as where the loss is nearly straight.
            if (!(next > low && next < high))
                next = Math.Sqrt(low * high);
            if (Math.Abs(next - sharpness) <= Tolerance * sharpness)
                return next;
            sharpness = next;
        }

        return sharpness;
    }
}
