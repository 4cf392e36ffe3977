using System.Collections.Immutable;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace MLTransfer;

/// <summary>An image whose class is known, and what a classifier said of it.</summary>
public sealed class ScoredImage
{
    private readonly IReadOnlyList<string> _labels;

    /// <param name="path">The image.</param>
    /// <param name="labelIndex">Its class.</param>
    /// <param name="scores">A number for every class, none of them NaN; never changed from here on.</param>
    /// <param name="labels">The classes.</param>
    internal ScoredImage(string path, int labelIndex, float[] scores, IReadOnlyList<string> labels)
    {
        (Path, LabelIndex, _labels) = (path, labelIndex, labels);
        Scores = ImmutableCollectionsMarshal.AsImmutableArray(scores);
        PredictedLabelIndex = TensorPrimitives.IndexOfMax<float>(scores);
    }

    /// <summary>The path of the image, or a description where it did not come from a file.</summary>
    public string Path { get; }

    /// <summary>What it is.</summary>
    public string Label => _labels[LabelIndex];

    /// <summary>What it is, as a place in <see cref="ClassifierMetrics.Labels"/>.</summary>
    public int LabelIndex { get; }

    /// <summary>What it was taken for: the class of the highest score, the first of them where several have it.</summary>
    public string PredictedLabel => _labels[PredictedLabelIndex];

    /// <summary>What it was taken for, as a place in <see cref="ClassifierMetrics.Labels"/>.</summary>
    public int PredictedLabelIndex { get; }

    /// <summary>Whether it was taken for what it is.</summary>
    public bool IsCorrect => LabelIndex == PredictedLabelIndex;

    /// <summary>The score of the predicted class: a probability, 0 to 1, where the classifier gives probabilities.</summary>
    public float Probability => Scores[PredictedLabelIndex];

    /// <summary>
    /// The cross-entropy of this image, in nats, where scores are probabilities; bounded as ML.NET's log-loss is, so that one image cannot make a mean
    /// infinite.
    /// </summary>
    public double Loss => -Math.Log(Math.Max(Scores[LabelIndex], 1e-15));

    /// <summary>The score of every class, in the order of <see cref="ClassifierMetrics.Labels"/>.</summary>
    public ImmutableArray<float> Scores { get; }

    /// <summary>The place of the true class among all by their scores, from 1; of equal scores, the first class goes first.</summary>
    public int Rank
    {
        get
        {
            float own = Scores[LabelIndex];
            int ahead = 0;
            for (int i = 0; i < Scores.Length; i++)
            {
                if (Scores[i] > own || (Scores[i] == own && i < LabelIndex))
                    ahead++;
            }

            return 1 + ahead;
        }
    }
}
