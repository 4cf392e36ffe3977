using Microsoft.ML;
using MLTransfer.Benchmarks.Accuracy;

namespace MLTransfer.Benchmarks.Table;

/// <summary>What int8 costs in accuracy on photos that nothing was trained on.</summary>
internal sealed record AccuracyPart() : TablePart("accuracy", "accuracy")
{
    // Each round is a seed.
    private const int DefaultSeeds = 3;

    public override IEnumerable<TableSection> Measure(TableOptions options)
        => options.FoldersOr("dogs_vs_cats", "flowers_200").Select(folder => Measure(options, folder));

    private TableSection Measure(TableOptions options, string folder)
    {
        int seeds = options.Rounds ?? DefaultSeeds;
        IReadOnlyList<PooledPhoto> photos = LabelledPhotos.Pool(new MLContext(), folder, options.Images ?? int.MaxValue);
        AccuracyPlan plan = AccuracyPlan.For(photos.Count);
        var run = new AccuracyRun(photos, plan, options.Threads);
        var measured = new List<(string, IReadOnlyList<SplitAccuracy>)>();
        var leftOut = new List<string>();
        foreach (AccuracyNetwork network in AccuracyNetwork.In(options.Shared))
        {
            if (network.WeightsPath is { } weights && !File.Exists(weights))
                leftOut.Add($"{network.Name}: there is no {Path.GetFileName(weights)} (option --shared)");
            else
                measured.Add((network.Name, run.Run(network.Create(), seeds)));
        }

        string name = Path.GetFileName(folder);
        var text = new StringWriter { NewLine = "\n" };
        text.WriteLine($"{photos.Count} photos of {name}. {Describe(plan)}\n");
        AccuracyTable.Write(text, measured);
        IReadOnlyList<string> arguments = options.ArgumentsFor(Name, folder, options.Images, seeds);
        return new TableSection($"{Name} {name}", text.ToString(), arguments) { LeftOut = leftOut };
    }

    private static string Describe(AccuracyPlan plan)
        => $"All photos in one pool, split anew for each seed{(plan.Repeats > 1 ? $" {plan.Repeats} times" : "")}: {plan.TestShare:P0} to test, " +
            $"{AccuracyPlan.ValidationShare:P0} to validate, the rest to train and to calibrate. " +
            (plan.Repeats > 1 ? "A row is the mean of its splits: in one split, a photo is more than what is to be seen. " : "") +
            "Behind ± is the standard error of the mean over all splits.";
}
