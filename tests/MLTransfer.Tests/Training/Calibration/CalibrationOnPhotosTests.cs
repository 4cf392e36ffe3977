using System.Globalization;
using Microsoft.ML;
using MLTransfer.Evaluation;
using MLTransfer.Tests.Training.Torch;
using MLTransfer.Training;

namespace MLTransfer.Tests.Training.Calibration;

/// <summary>What a temperature fitted to the validation photos does for photos that chose nothing.</summary>
[Collection(TorchTests.Name)]
public sealed class CalibrationOnPhotosTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("hymenoptera", false, 0)]
    [InlineData("hymenoptera", true, 0)]
    [InlineData("hymenoptera", true, .2f)]
    [InlineData("flowers_200", false, 0)]
    [InlineData("flowers_200", true, 0)]
    [InlineData("flowers_200", true, .2f)]
    public void Test_photos_are_no_worse_off(string photos, bool tunes, float smoothing)
    {
        TransferPipeline pipeline = TransferPipeline.FromFolder(SharedFolder.Require($"data/{photos}"))
            .Split(validation: .3, test: .3)
            .Configure(o => o with { WorkspacePath = _folder["workspace"], LabelSmoothing = smoothing, KeepBest = false, Precision = Precision.Float32 });
        if (tunes)
            pipeline = pipeline.FineTune(f => f.Epochs(4).LearningRate(3e-4f));
        using TransferResult result = pipeline.Run(cancellationToken: TestContext.Current.CancellationToken);
        ProbabilityCalibration calibration = result.Calibration!;
        ClassifierMetrics after = result.Test, before = WithoutTemperature(after, calibration.Temperature);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{photos}, {(tunes ? $"fine-tuned, label smoothing {smoothing}" : "features")}: {after.ImageCount} test photos, accuracy " +
            $"{after.MicroAccuracy:f3}, calibration error {before.ExpectedCalibrationError:f3} -> {after.ExpectedCalibrationError:f3}, log loss " +
            $"{before.LogLoss:f3} -> {after.LogLoss:f3}. {calibration}"));
        if (result.Validation.ThresholdFor(.98) is { } chosen)
            TestContext.Current.TestOutputHelper.WriteLine($"right in 98 % of validation photos: {chosen}; on test photos: {after.CoverageAt(chosen.Threshold)}");

        Assert.Equal(before.Images.Select(i => i.PredictedLabel), after.Images.Select(i => i.PredictedLabel));
        Assert.InRange(calibration.LogLossAfter, 0, calibration.LogLossBefore);
        Assert.True(after.LogLoss < before.LogLoss + .03, $"{before.LogLoss} -> {after.LogLoss}");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The probabilities as they were before all logits were divided: proportional to p^T.</summary>
    private static ClassifierMetrics WithoutTemperature(ClassifierMetrics metrics, double temperature)
        => Evaluator.Evaluate(new MLContext(), LabelKeys.Named(metrics.Labels), [.. metrics.Images.Select(image =>
        {
            double[] powers = [.. image.Scores.Select(p => Math.Pow(p, temperature))];
            return new ScoredImage(image.Path, image.LabelIndex, [.. powers.Select(p => (float)(p / powers.Sum()))], metrics.Labels);
        })]);
}
