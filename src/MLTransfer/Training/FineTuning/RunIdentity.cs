using System.Globalization;
using System.Text;
using MLTransfer.Extraction;

namespace MLTransfer.Training.FineTuning;

/// <summary>Identifies a fine-tuning run by all that decides its outcome, so that only the same run goes on from its checkpoint.</summary>
internal static class RunIdentity
{
    // Changes whenever the same run would take other steps.
    private const string Version = "4";

    /// <summary>Where the run keeps its state.</summary>
    /// <param name="plan">How it trains.</param>
    /// <param name="options">How images are augmented, and where the workspace is.</param>
    /// <param name="network">The network that learns.</param>
    /// <param name="tap">Where its frozen part ends.</param>
    /// <param name="start">What it trains on, and the head that it starts from.</param>
    /// <param name="warn">Is told where the state cannot be kept.</param>
    public static CheckpointPlace PlaceOf(
        TrainingPlan plan, ImageTransferTrainer.Options options, ImageNetwork network, Tap tap, TrainedHead start,
        Action<string> warn)
    {
        string decisions = string.Create(
            CultureInfo.InvariantCulture,
            $"{Version}|{network.Identity}|{network.Resize}|{options.Background}|{tap.Tensor}|{tap.Precision}|{plan.Epochs}|{plan.BatchSize}|{plan.LearningRate}|" +
            $"{plan.LowestLearningRate}|{plan.Optimizer}|{plan.WeightDecay}|{plan.WarmUp}|{plan.MaxGradientNorm}|{plan.LabelSmoothing}|{plan.MixUp}|" +
            $"{plan.CutMix}|{plan.Precision}|{plan.Stopping.Metric}|{plan.Stopping.MinDelta}|{plan.Stopping.Patience}|{plan.Seed}|{plan.Threads}|" +
            $"{options.Head.HiddenUnits}|{options.Head.Dropout}|{options.TrainNormalization}|{options.BalanceClasses}|" +
            $"{options.Augmentation?.Identity}|{options.Views}|{start.Head.Hash()}");
        string key = Backbone.HashOf(Encoding.UTF8.GetBytes(decisions), Encoding.UTF8.GetBytes(Rows(start.Train)), Encoding.UTF8.GetBytes(Rows(start.Validation)));
        return new CheckpointPlace(Workspace.CheckpointFile(options.WorkspacePath, key), key, warn);
    }

    private static string Rows(FeatureSet set)
    {
        var rows = new StringBuilder();
        for (int i = 0; i < set.Count; i++)
            rows.Append(CultureInfo.InvariantCulture, $"{set.Hashes[i]} {set.Items[i].View.Number} {set.Labels[i]}\n");
        return rows.ToString();
    }
}
