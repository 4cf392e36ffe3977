using System.Numerics.Tensors;

namespace MLTransfer.Training;

/// <summary>A place of a backbone that was probed.</summary>
/// <param name="Row">What is told of it.</param>
/// <param name="IsRight">For each image judged, the same ones at all places, whether it was classified rightly.</param>
internal sealed record ProbedPlace(StageProbe Row, bool[] IsRight)
{
    private const double LeastProbability = 1e-15;

    /// <param name="set">The images, with the features of that place.</param>
    /// <param name="probabilities">What classifiers that did not learn from an image say of it; null where it is not judged.</param>
    /// <param name="cut">The place.</param>
    /// <param name="pooling">The pooling.</param>
    public static ProbedPlace Of(FeatureSet set, float[]?[] probabilities, string? cut, FeaturePooling pooling)
    {
        int[] judged = [.. Enumerable.Range(0, set.Count).Where(row => probabilities[row] is not null)];
        bool[] isRight = [.. judged.Select(row => TensorPrimitives.IndexOfMax<float>(probabilities[row]) == set.Labels[row])];
        double accuracy = isRight.Average(right => right ? 1.0 : 0);
        return new ProbedPlace(
            new StageProbe
            {
                Cut = cut,
                Pooling = pooling,
                FeatureLength = set.Features[0].Length,
                Accuracy = accuracy,
                StandardError = Math.Sqrt(accuracy * (1 - accuracy) / (judged.Length - 1)),
                LogLoss = judged.Average(row => -Math.Log(Math.Max(LeastProbability, probabilities[row]![set.Labels[row]]))),
            },
            isRight);
    }

    /// <summary>
    /// By how many standard errors another place has more images right: the mean over images of the difference between the two, by its standard
    /// error. Infinite where one has all right and the other none.
    /// </summary>
    public double StandardErrorsBelow(ProbedPlace other)
    {
        (double difference, double error) = Below(other);
        return difference == 0 ? 0 : difference / error;
    }

    /// <summary>
    /// The share of images that another place has more right, at most, as far as these images tell: so many standard errors more than seen. The
    /// error counts as one image at least, as a few images on which two places agree say little of the next.
    /// </summary>
    public double AtMostBelow(ProbedPlace other, double standardErrors)
    {
        (double difference, double error) = Below(other);
        return difference + (standardErrors * Math.Max(error, 1.0 / IsRight.Length));
    }

    private (double Difference, double StandardError) Below(ProbedPlace other)
    {
        double n = IsRight.Length;
        int gained = IsRight.Zip(other.IsRight).Count(pair => !pair.First && pair.Second);
        int lost = IsRight.Zip(other.IsRight).Count(pair => pair.First && !pair.Second);
        double difference = (gained - lost) / n;
        double error = Math.Sqrt((((gained + lost) / n) - (difference * difference)) / (n - 1));
        return (difference, error);
    }
}
