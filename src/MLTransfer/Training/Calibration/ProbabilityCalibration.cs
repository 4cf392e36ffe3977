using System.Globalization;
using MLTransfer.Data;

namespace MLTransfer;

/// <summary>
/// How the probabilities of a classifier were fitted to how often it is right: all logits are divided by one temperature, which leaves the order
/// of the classes as it is (Guo et al., "On Calibration of Modern Neural Networks", 2017, section 4.2). It has nothing to do with the images that
/// int8 is calibrated on (<see cref="Int8Report.CalibrationImages"/>).
/// </summary>
/// <remarks>
/// What is measured here was measured on the images that the temperature was fitted to, so it flatters a little; a test set tells the rest
/// (<see cref="ClassifierMetrics.ExpectedCalibrationError"/>).
/// </remarks>
public sealed record ProbabilityCalibration
{
    internal ProbabilityCalibration()
    {
    }

    /// <summary>
    /// What the logits were divided by, 0.05 to 20: more than 1 made the probabilities less sure, less than 1 surer; 1 where they stayed as they
    /// were.
    /// </summary>
    public double Temperature { get; internal init; } = 1;

    /// <summary>Why the probabilities stayed as they were; null where they were fitted.</summary>
    public string? Obstacle { get; internal init; }

    /// <summary>The number of validation images.</summary>
    public int Images { get; internal init; }

    /// <summary>The expected calibration error on them before, 0 to 1; NaN where there are none.</summary>
    public double ErrorBefore { get; internal init; } = double.NaN;

    /// <summary>The expected calibration error on them with the temperature, 0 to 1; NaN where there are none.</summary>
    public double ErrorAfter { get; internal init; } = double.NaN;

    /// <summary>The mean cross-entropy on them before, in nats; NaN where there are none.</summary>
    public double LogLossBefore { get; internal init; } = double.NaN;

    /// <summary>The mean cross-entropy on them with the temperature, in nats, never more than before; NaN where there are none.</summary>
    public double LogLossAfter { get; internal init; } = double.NaN;

    /// <summary>Says in a sentence how it went.</summary>
    public override string ToString() => Obstacle is not null
        ? $"Probabilities stay as they were trained: {Obstacle}."
        : string.Create(
            CultureInfo.InvariantCulture,
            $"Probabilities are calibrated by a temperature of {Temperature:f3}, fitted to {Quantity.Of(Images, "image")}: there the expected " +
            $"calibration error goes from {ErrorBefore:f4} to {ErrorAfter:f4}, log loss from {LogLossBefore:f4} to {LogLossAfter:f4}.");
}
