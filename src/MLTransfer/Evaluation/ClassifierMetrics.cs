using System.Collections.Immutable;
using System.Globalization;
using Microsoft.ML.Data;
using MLTransfer.Data;
using MLTransfer.Evaluation;
using MLTransfer.Training.Calibration;

namespace MLTransfer;

/// <summary>How a classifier does on a set of images.</summary>
public sealed partial class ClassifierMetrics
{
    private readonly Lazy<IReadOnlyList<ClassMetrics>> _perClass;
    private readonly Lazy<ReliabilityDiagram?> _reliability;

    internal ClassifierMetrics(MulticlassClassificationMetrics metrics, IReadOnlyList<string> labels, ImmutableArray<ScoredImage> images)
    {
        (MLNet, Labels, Images) = (metrics, labels, images);
        Mistakes =
        [
            .. images.Where(i => !i.IsCorrect).OrderByDescending(i => i.Probability)
                .Select(i => new Misclassification(i.Path, i.Label, i.PredictedLabel, i.Probability)),
        ];
        // For many classes it takes a while, and not all who evaluate look at it.
        _perClass = new(MeasureClasses);
        _reliability = new(MeasureReliability);
    }

    /// <summary>ML.NET's own metrics.</summary>
    public MulticlassClassificationMetrics MLNet { get; }

    /// <summary>The share of images classified rightly.</summary>
    public double MicroAccuracy => MLNet.MicroAccuracy;

    /// <summary>The mean over the classes of the share classified rightly, without those that have no images.</summary>
    public double MacroAccuracy => MLNet.MacroAccuracy;

    /// <summary>The mean cross-entropy, in nats.</summary>
    public double LogLoss => MLNet.LogLoss;

    /// <summary>The mean of F1 over the classes, without those of which it is NaN.</summary>
    public double MacroF1 => MeanOverClasses(c => c.F1);

    /// <summary>
    /// The mean over the classes of the area under the ROC of one against the rest, without those of which it is NaN; NaN where it is of all.
    /// </summary>
    public double MacroRocAuc => MeanOverClasses(c => c.RocAuc);

    /// <summary>The mean over the classes of average precision (mAP), without those that have no images.</summary>
    public double MeanAveragePrecision => MeanOverClasses(c => c.AveragePrecision);

    /// <summary>Counts of images: rows are true classes, columns predicted ones, both in the order of <see cref="Labels"/>.</summary>
    public ConfusionMatrix ConfusionMatrix => MLNet.ConfusionMatrix;

    /// <summary>The classes.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Precision, recall, F1, ROC AUC and average precision of each class, in the order of <see cref="Labels"/>.</summary>
    public IReadOnlyList<ClassMetrics> PerClass => _perClass.Value;

    /// <summary>The number of images.</summary>
    public int ImageCount => Images.Count;

    /// <summary>The images with their classes and scores, in the order they were given; it cannot be changed.</summary>
    public IReadOnlyList<ScoredImage> Images { get; }

    /// <summary>The images classified wrongly, surest mistakes first.</summary>
    public IReadOnlyList<Misclassification> Mistakes { get; }

    /// <summary>The share of images whose class is among the <paramref name="k"/> of the highest scores; of equal scores, the first class goes first.</summary>
    /// <param name="k">At least 1, which gives <see cref="MicroAccuracy"/>; as many as there are classes, or more, give 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is less than 1.</exception>
    public double TopKAccuracy(int k)
    {
        Bounds.Require(k >= 1, k, "at least 1");
        return Images.Count(i => i.Rank <= k) / (double)ImageCount;
    }

    /// <summary>
    /// Where the accuracy on all images of this kind is, as far as these images tell: Wilson's interval. It takes the images as drawn independently.
    /// </summary>
    /// <param name="confidence">More than 0 and less than 1. Default: 0.95.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="confidence"/> is out of its range.</exception>
    public ConfidenceInterval AccuracyInterval(double confidence = ConfidenceInterval.DefaultConfidence)
        => ConfidenceInterval.Wilson(ImageCount - Mistakes.Count, ImageCount, confidence);

    /// <summary>
    /// Whether this classifier is better than another on the same images: fine-tuned against not fine-tuned, say. The same arguments give the same
    /// result, whatever the order of the images.
    /// </summary>
    /// <param name="other">How the other does on the same images, which are found by their paths.</param>
    /// <param name="confidence">More than 0 and less than 1. Default: 0.95.</param>
    /// <param name="resamples">How often the images are drawn again for the interval of the difference, at least 100. Default: 10,000.</param>
    /// <param name="seed">The seed of these draws. Default: 1.</param>
    /// <exception cref="EvaluationDataException">They are not the same images, or not of the same classes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ClassifierComparison CompareWith(
        ClassifierMetrics other, double confidence = ConfidenceInterval.DefaultConfidence, int resamples = 10_000, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(other);
        ConfidenceInterval.RequireConfidence(confidence);
        Bounds.Require(resamples >= 100, resamples, "at least 100");
        int first = 0, second = 0;
        foreach ((ScoredImage mine, ScoredImage its) in PairedImages.Find(Images, other.Images))
        {
            first += mine.IsCorrect && !its.IsCorrect ? 1 : 0;
            second += its.IsCorrect && !mine.IsCorrect ? 1 : 0;
        }

        return new ClassifierComparison(first, second, ImageCount, confidence, resamples, seed);
    }

    /// <summary>The ROC of a class against the rest, from (0, 0) to (1, 1); empty where it has no images, or no others have.</summary>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    public IReadOnlyList<RocPoint> RocCurve(string label) => Rank(Labels.RequireIndex(label)).RocCurve;

    /// <summary>The precision-recall curve of a class against the rest, from the highest threshold to the lowest; empty where it has no images.</summary>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    public IReadOnlyList<PrecisionRecallPoint> PrecisionRecallCurve(string label) => Rank(Labels.RequireIndex(label)).PrecisionRecallCurve;

    /// <summary>Accuracy with its interval, and log-loss.</summary>
    public override string ToString()
    {
        ConfidenceInterval interval = AccuracyInterval();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"accuracy {MicroAccuracy:f3} ({ImageCount - Mistakes.Count:N0} of {ImageCount:N0}; 95 % interval {interval.Lower:f3} to " +
            $"{interval.Upper:f3}), log-loss {LogLoss:f3}");
    }

    private ClassMetrics[] MeasureClasses()
    {
        var classes = new ClassMetrics[Labels.Count];
        Parallel.For(0, classes.Length, i => classes[i] = Measure(i));
        return classes;
    }

    private ClassMetrics Measure(int index)
    {
        int right = 0, support = 0, called = 0;
        foreach (ScoredImage image in Images)
        {
            bool isClass = image.LabelIndex == index, isCalled = image.PredictedLabelIndex == index;
            right += isClass && isCalled ? 1 : 0;
            support += isClass ? 1 : 0;
            called += isCalled ? 1 : 0;
        }

        // With nothing to divide by, NaN comes out, as it should.
        RankedScores ranked = Rank(index);
        return new ClassMetrics(Labels[index], (double)right / called, (double)right / support, 2.0 * right / (support + called), support)
        {
            RocAuc = ranked.RocAuc,
            AveragePrecision = ranked.AveragePrecision,
        };
    }

    private RankedScores Rank(int index) => new([.. Images.Select(i => i.Scores[index])], [.. Images.Select(i => i.LabelIndex == index)]);

    private double MeanOverClasses(Func<ClassMetrics, double> value)
        => PerClass.Select(value).Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Average();
}
