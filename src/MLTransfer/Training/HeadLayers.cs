using System.Numerics.Tensors;
using MLTransfer.Extraction;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Training;

/// <summary>A trained head: perhaps a hidden layer, and a linear classifier on it or on the features themselves.</summary>
/// <param name="Hidden">The hidden layer, max(0, W x + b); null for a linear head.</param>
/// <param name="Output">What computes the logits.</param>
internal sealed record HeadLayers(LinearHead? Hidden, LinearHead Output)
{
    /// <summary>The number of weights.</summary>
    public long Count => Arrays.Sum(a => (long)a.Length);

    private IEnumerable<float[]> Arrays
        => Hidden is null ? [Output.Weights, Output.Bias] : [Hidden.Weights, Hidden.Bias, Output.Weights, Output.Bias];

    /// <summary>Identifies the weights.</summary>
    public string Hash() => WeightsHash.Of(Arrays);

    /// <summary>The logits for features of the frozen network.</summary>
    public float[] Logits(float[] features)
    {
        if (Hidden is null)
            return Output.Logits(features);
        float[] hidden = Hidden.Logits(features);
        TensorPrimitives.Max(hidden, 0, hidden);
        return Output.Logits(hidden);
    }

    /// <summary>A network that gives what <see cref="Output"/> takes.</summary>
    public ImageNetwork Below(ImageNetwork features)
    {
        if (Hidden is null)
            return features;
        ModelProto network = NetworkSlice.ShallowCopy(features.Network);
        ClassifierHead.AppendHidden(network, features.Output, Hidden.Weights, Hidden.Bias);
        return features with
        {
            Network = network,
            Output = ClassifierHead.Hidden,
            Length = Hidden.Classes,
            Identity = $"{features.Identity}|{WeightsHash.Of([Hidden.Weights, Hidden.Bias])}",
        };
    }

    /// <summary>The network up to <see cref="TensorNames.Logits"/> as it is trained: with dropout after the hidden layer.</summary>
    public ModelProto ForTraining(ModelProto features, string output, float dropout)
    {
        ModelProto network = NetworkSlice.ShallowCopy(features);
        if (Hidden is not null)
        {
            ClassifierHead.AppendHidden(network, output, Hidden.Weights, Hidden.Bias);
            output = dropout > 0 ? ClassifierHead.AppendDropout(network, ClassifierHead.Hidden, dropout) : ClassifierHead.Hidden;
        }

        ClassifierHead.Append(network, output, Output.Weights, Output.Bias);
        return network;
    }

    /// <summary>The head with the weights that training gave.</summary>
    public HeadLayers With(IReadOnlyDictionary<string, float[]> weights) => new(
        Hidden is null ? null : new LinearHead(weights[ClassifierHead.HiddenWeights], weights[ClassifierHead.HiddenBias]),
        new LinearHead(weights[ClassifierHead.Weights], weights[ClassifierHead.Bias]));
}
