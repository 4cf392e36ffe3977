using Microsoft.ML;
using MLTransfer.Evaluation;
using MLTransfer.Training;

namespace MLTransfer.Tests.Evaluation;

public class ClassifierMetricsTests
{
    private static readonly ClassifierMetrics Measured = ReferencePredictions.Evaluate(ReferencePredictions.Images);

    private static IReadOnlyDictionary<string, double> Expected => ReferencePredictions.Metrics;

    [Fact]
    public void Classes_are_measured_as_scikit_learn_does()
    {
        Assert.Equal(4, Measured.PerClass.Count);
        foreach (ClassMetrics c in Measured.PerClass)
        {
            Assert.Equal(Expected[$"precision {c.Label}"], c.Precision, 1e-12);
            Assert.Equal(Expected[$"recall {c.Label}"], c.Recall, 1e-12);
            Assert.Equal(Expected[$"F1 {c.Label}"], c.F1, 1e-12);
            Assert.Equal(Expected[$"support {c.Label}"], c.Support);
            Assert.Equal(Expected[$"ROC AUC {c.Label}"], c.RocAuc, 1e-12);
            Assert.Equal(Expected[$"average precision {c.Label}"], c.AveragePrecision, 1e-12);
        }
    }

    [Fact]
    public void All_together_are_measured_as_scikit_learn_does()
    {
        Assert.Equal(Expected["accuracy"], Measured.MicroAccuracy, 1e-12);
        Assert.Equal(Expected["balanced accuracy"], Measured.MacroAccuracy, 1e-12);
        Assert.Equal(Expected["log loss"], Measured.LogLoss, 1e-6);
        Assert.Equal(Expected["macro F1"], Measured.MacroF1, 1e-12);
        Assert.Equal(Expected["macro ROC AUC"], Measured.MacroRocAuc, 1e-12);
    }

    [Fact]
    public void The_images_keep_their_order_paths_classes_and_scores()
    {
        Assert.Equal(ReferencePredictions.Images, Measured.Images);
        Assert.Throws<NotSupportedException>(() => ((IList<ScoredImage>)Measured.Images).Clear());
        ScoredImage first = Measured.Images[0];
        Assert.Equal(("0.jpg", "bee", "bee", 29 / 64f, true), (first.Path, first.Label, first.PredictedLabel, first.Probability, first.IsCorrect));
        Assert.Equal([15 / 64f, 29 / 64f, 11 / 64f, 9 / 64f], first.Scores);
    }

    [Fact]
    public void The_order_of_images_does_not_matter()
    {
        ScoredImage[] images = [.. ReferencePredictions.Images];
        new Random(5).Shuffle(images);
        ClassifierMetrics shuffled = ReferencePredictions.Evaluate(images);
        Assert.Equal(Measured.PerClass, shuffled.PerClass);
        Assert.Equal(Measured.LogLoss, shuffled.LogLoss, 1e-12);
        Assert.Equal([1, 2, 3, 4], Enumerable.Range(1, 4).Where(k => Measured.TopKAccuracy(k) == shuffled.TopKAccuracy(k)));
    }

    [Fact]
    public void Top_k_counts_the_classes_with_higher_scores()
    {
        // The class is 2nd, 1st (tied with a later one), 2nd (tied with an earlier one), 4th.
        ScoredImage[] images = [Image(0, .2f, .5f, .2f, .1f), Image(1, .1f, .4f, .4f, .1f), Image(2, .1f, .4f, .4f, .1f), Image(3, .4f, .3f, .2f, .1f)];
        Assert.Equal([2, 1, 2, 4], images.Select(i => i.Rank));
        ClassifierMetrics m = ReferencePredictions.Evaluate(images);
        Assert.Equal([.25, .75, .75, 1, 1], Enumerable.Range(1, 5).Select(m.TopKAccuracy));
        Assert.Equal(m.TopKAccuracy(1), m.MicroAccuracy);
        Assert.Equal(3, m.Mistakes.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => m.TopKAccuracy(0));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(100)]
    public void Of_equal_scores_ML_NET_counts_the_first_too(int classes)
    {
        LabelKeys labels = LabelKeys.Named([.. Enumerable.Range(0, classes).Select(c => $"class {c}")]);
        float[] same = [.. Enumerable.Repeat(1f / classes, classes)];
        ClassifierMetrics m = Evaluator.Evaluate(
            new MLContext(), labels, [.. Enumerable.Range(0, 3 * classes).Select(i => new ScoredImage($"{i}.jpg", i % classes, same, labels.Names))]);
        Assert.Equal(1.0 / classes, m.MicroAccuracy, 1e-12);
        Assert.Equal(m.TopKAccuracy(1), m.MicroAccuracy, 1e-12);
        Assert.Equal(3 * (classes - 1), m.Mistakes.Count);
        Assert.Equal(3 * classes, m.ConfusionMatrix.Counts.Sum(row => row[0]));
    }

    [Fact]
    public void The_curves_lead_to_the_areas()
    {
        foreach (ClassMetrics c in Measured.PerClass)
        {
            IReadOnlyList<RocPoint> roc = Measured.RocCurve(c.Label);
            Assert.Equal((0, 0), (roc[0].FalsePositiveRate, roc[0].TruePositiveRate));
            Assert.Equal((1, 1), (roc[^1].FalsePositiveRate, roc[^1].TruePositiveRate));
            double trapezoids = roc.Zip(roc.Skip(1), (a, b) => (b.FalsePositiveRate - a.FalsePositiveRate) * (a.TruePositiveRate + b.TruePositiveRate) / 2).Sum();
            Assert.Equal(c.RocAuc, trapezoids, 1e-12);
            IReadOnlyList<PrecisionRecallPoint> curve = Measured.PrecisionRecallCurve(c.Label);
            Assert.Equal(c.AveragePrecision, curve.Select((p, i) => (p.Recall - (i == 0 ? 0 : curve[i - 1].Recall)) * p.Precision).Sum(), 1e-12);
            Assert.Equal(curve.Select(p => p.Threshold).OrderDescending().Distinct(), curve.Select(p => p.Threshold));
        }

        ArgumentException e = Assert.Throws<ArgumentException>(() => Measured.RocCurve("aunt"));
        Assert.Contains("did you mean 'ant'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_interval_of_accuracy_is_Wilsons_of_its_counts()
        => Assert.Equal(ConfidenceInterval.Wilson(100, 150, .9), Measured.AccuracyInterval(.9));

    private static ScoredImage Image(int label, params float[] scores) => new("photo.jpg", label, scores, ReferencePredictions.Labels.Names);
}
