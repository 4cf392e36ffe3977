using System.Numerics.Tensors;

namespace MLTransfer.Networks.ClassMaps;

/// <summary>
/// The top of a classifier that pools a map of activations and has nothing but fully connected layers above. Its gradients need no library.
/// </summary>
/// <remarks>
/// Where all is linear, without a rectifier and with no maximum, class activation mapping, which is exact (Zhou et al., "Learning Deep Features
/// for Discriminative Localization", 2016). Otherwise Grad-CAM (Selvaraju et al., "Grad-CAM: Visual Explanations from Deep Networks via
/// Gradient-Based Localization", 2017) without its last rectifier, and with the sum of the gradients in place of their mean, so that both are in
/// the same unit.
/// </remarks>
/// <param name="Map">The activations.</param>
/// <param name="Pooling">How they become the features.</param>
/// <param name="Layers">What computes the logits of the features.</param>
internal sealed record PooledClassifier(ActivationMap Map, MapPooling Pooling, IReadOnlyList<DenseLayer> Layers) : IClassMap
{
    public bool IsExact => Pooling != MapPooling.Max && !Layers.Any(l => l.IsRectified);

    public float[] Of(float[] activations, int classIndex)
    {
        float[] weights = Gradient(Features(activations), classIndex);
        if (Pooling != MapPooling.Flatten)
            return Map.WeightedSum(activations, weights);
        if (!IsExact)
            return Map.WeightedSum(activations, Map.PerChannel(weights, static channel => TensorPrimitives.Sum(channel)));
        // Here the sum over the places makes the logit, elsewhere their mean.
        float[] contributions = Map.WeightedSum(activations, weights);
        TensorPrimitives.Multiply(contributions, Map.Places, contributions);
        return contributions;
    }

    private float[] Features(float[] activations) => Pooling switch
    {
        MapPooling.Average => Map.PerChannel(activations, ActivationMap.Mean),
        MapPooling.Max => Map.PerChannel(activations, static channel => TensorPrimitives.Max(channel)),
        _ => activations,
    };

    /// <summary>The gradient of a logit by the features.</summary>
    private float[] Gradient(float[] features, int classIndex)
    {
        var outputs = new List<float[]>();
        foreach (DenseLayer layer in Layers)
            outputs.Add(features = layer.Apply(features));
        var gradient = new float[features.Length];
        gradient[classIndex] = 1;
        for (int i = Layers.Count - 1; i >= 0; i--)
            gradient = Layers[i].Gradient(gradient, outputs[i]);
        return gradient;
    }
}
