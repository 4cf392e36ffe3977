using Microsoft.ML.Data;
using MLTransfer.Evaluation;

namespace MLTransfer;

/// <summary>How a classifier does on a set of images.</summary>
public sealed class ClassifierMetrics
{
    internal ClassifierMetrics(MulticlassClassificationMetrics metrics, IReadOnlyList<string> labels, IReadOnlyList<Misclassification> mistakes)
    {
        MLNet = metrics;
        Labels = labels;
        Mistakes = mistakes;
        PerClass = [.. labels.Select(OfClass)];
        ImageCount = PerClass.Sum(c => c.Support);
    }

    /// <summary>ML.NET's own metrics.</summary>
    public MulticlassClassificationMetrics MLNet { get; }

    /// <summary>The share of images classified rightly.</summary>
    public double MicroAccuracy => MLNet.MicroAccuracy;

    /// <summary>The mean over the classes of the share classified rightly.</summary>
    public double MacroAccuracy => MLNet.MacroAccuracy;

    /// <summary>The mean cross-entropy, in nats.</summary>
    public double LogLoss => MLNet.LogLoss;

    /// <summary>Counts of images: rows are true classes, columns predicted ones, both in the order of <see cref="Labels"/>.</summary>
    public ConfusionMatrix ConfusionMatrix => MLNet.ConfusionMatrix;

    /// <summary>The classes.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Precision, recall and F1 of each class.</summary>
    public IReadOnlyList<ClassMetrics> PerClass { get; }

    /// <summary>The number of images.</summary>
    public int ImageCount { get; }

    /// <summary>The images classified wrongly, surest mistakes first.</summary>
    public IReadOnlyList<Misclassification> Mistakes { get; }

    /// <summary>What the classifier says of each image, in the order of the images.</summary>
    internal IReadOnlyList<ImageScores> Images { get; init; } = [];

    private ClassMetrics OfClass(string label, int index)
    {
        IReadOnlyList<IReadOnlyList<double>> counts = ConfusionMatrix.Counts;
        double right = counts[index][index], support = counts[index].Sum(), called = counts.Sum(row => row[index]);
        double precision = called == 0 ? 0 : right / called, recall = support == 0 ? 0 : right / support;
        return new ClassMetrics(label, precision, recall, right == 0 ? 0 : 2 * precision * recall / (precision + recall), (int)support);
    }
}
