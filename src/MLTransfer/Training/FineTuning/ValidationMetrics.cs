using System.Numerics.Tensors;

namespace MLTransfer.Training.FineTuning;

/// <summary>How a classifier does on a set.</summary>
/// <param name="Loss">The mean cross-entropy, in nats.</param>
/// <param name="Accuracy">The share classified rightly.</param>
internal readonly record struct ValidationMetrics(double Loss, double Accuracy)
{
    /// <summary>Measures a linear classifier on features.</summary>
    public static ValidationMetrics Of(LinearHead head, IReadOnlyList<float[]> features, IReadOnlyList<int> labels)
    {
        double loss = 0;
        int hits = 0;
        for (int i = 0; i < features.Count; i++)
        {
            float[] logits = head.Logits(features[i]);
            float logit = logits[labels[i]];
            hits += TensorPrimitives.IndexOfMax<float>(logits) == labels[i] ? 1 : 0;
            loss += Softmax.Apply(logits) - logit;
        }

        return new ValidationMetrics(loss / features.Count, (double)hits / features.Count);
    }
}
