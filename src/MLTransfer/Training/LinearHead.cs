using System.Numerics.Tensors;

namespace MLTransfer.Training;

/// <summary>A linear classifier: logits = W x + b, probabilities = softmax(logits).</summary>
/// <param name="Weights">W, row by row: [classes, features].</param>
/// <param name="Bias">b: [classes].</param>
internal sealed record LinearHead(float[] Weights, float[] Bias)
{
    public int Classes => Bias.Length;

    /// <summary>W x + b.</summary>
    public float[] Logits(ReadOnlySpan<float> features)
    {
        var logits = new float[Classes];
        for (int c = 0; c < Classes; c++)
            logits[c] = TensorPrimitives.Dot(Weights.AsSpan(c * features.Length, features.Length), features) + Bias[c];
        return logits;
    }

    /// <summary>The probabilities of the classes.</summary>
    public float[] Score(ReadOnlySpan<float> features)
    {
        float[] scores = Logits(features);
        Softmax.Apply(scores);
        return scores;
    }

    /// <summary>The same classifier with all logits divided by a temperature.</summary>
    public LinearHead DividedBy(double temperature)
        => new([.. Weights.Select(w => (float)(w / temperature))], [.. Bias.Select(b => (float)(b / temperature))]);

    /// <summary>The same classifier for features before <paramref name="standardisation"/> rather than after.</summary>
    public LinearHead Before(Standardisation standardisation)
    {
        int length = standardisation.Mean.Length;
        var weights = new float[Weights.Length];
        var bias = new float[Classes];
        for (int c = 0; c < Classes; c++)
        {
            double shift = 0;
            for (int i = 0; i < length; i++)
            {
                double weight = (double)Weights[c * length + i] * standardisation.Scale[i];
                weights[c * length + i] = (float)weight;
                shift += weight * standardisation.Mean[i];
            }

            bias[c] = (float)(Bias[c] - shift);
        }

        return new LinearHead(weights, bias);
    }
}
