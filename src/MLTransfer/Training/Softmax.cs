using System.Numerics.Tensors;

namespace MLTransfer.Training;

/// <summary>
/// Turns logits into probabilities, whatever their size: TensorPrimitives.SoftMax does not subtract the largest first, and gives NaN from 89 on.
/// </summary>
internal static class Softmax
{
    /// <summary>Replaces logits by probabilities; returns the logarithm of the sum of their exponentials.</summary>
    public static double Apply(float[] logits)
    {
        float largest = TensorPrimitives.Max<float>(logits);
        TensorPrimitives.Subtract(logits, largest, logits);
        TensorPrimitives.Exp<float>(logits, logits);
        double sum = TensorPrimitives.Sum<float>(logits);
        TensorPrimitives.Multiply(logits, (float)(1 / sum), logits);
        return largest + Math.Log(sum);
    }
}
