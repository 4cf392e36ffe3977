using System.Numerics.Tensors;

namespace MLTransfer.Training.Calibration;

/// <summary>The logits of images whose classes are known, and what their probabilities are worth at any temperature.</summary>
/// <param name="logits">One array an image.</param>
/// <param name="labels">The classes.</param>
internal sealed class ValidationLogits(IReadOnlyList<float[]> logits, IReadOnlyList<int> labels)
{
    private readonly float[] _largest = [.. logits.Select(l => TensorPrimitives.Max<float>(l))];

    public int Count => logits.Count;

    /// <summary>The number of images whose class has not the highest logit.</summary>
    public int Errors { get; } = Enumerable.Range(0, logits.Count).Count(i => TensorPrimitives.IndexOfMax<float>(logits[i]) != labels[i]);

    public bool AreFinite => logits.All(l => l.All(float.IsFinite));

    /// <summary>
    /// The mean cross-entropy of softmax(<paramref name="sharpness"/> x logits), and its first two derivatives by the sharpness, the inverse of the
    /// temperature: the mean over the images of E[z] - z(label), and of Var[z], both under the probabilities. As that is never negative, the loss
    /// is convex.
    /// </summary>
    public (double Loss, double Slope, double Curvature) At(double sharpness)
    {
        double loss = 0, slope = 0, curvature = 0;
        for (int i = 0; i < logits.Count; i++)
        {
            // Relative to the largest logit, no exponential is more than 1.
            double sum = 0, first = 0, second = 0;
            foreach (float logit in logits[i])
            {
                double z = (double)logit - _largest[i], e = Math.Exp(sharpness * z);
                sum += e;
                first += e * z;
                second += e * z * z;
            }

            double own = (double)logits[i][labels[i]] - _largest[i], mean = first / sum;
            loss += Math.Log(sum) - sharpness * own;
            slope += mean - own;
            curvature += second / sum - mean * mean;
        }

        return (loss / Count, slope / Count, curvature / Count);
    }

    /// <summary>How sure the predictions are against how often they are right.</summary>
    public ReliabilityDiagram Reliability(double sharpness) => new(Enumerable.Range(0, logits.Count).Select(i =>
    {
        double sum = logits[i].Sum(z => Math.Exp(sharpness * ((double)z - _largest[i])));
        return ((float)(1 / sum), TensorPrimitives.IndexOfMax<float>(logits[i]) == labels[i]);
    }));
}
