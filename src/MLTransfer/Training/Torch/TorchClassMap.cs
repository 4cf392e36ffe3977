using MLTransfer.Networks.ClassMaps;
using Onnx;
using static TorchSharp.torch;

namespace MLTransfer.Training.Torch;

/// <summary>Grad-CAM for any network that Torch can compute from its last map of activations on.</summary>
/// <remarks>
/// Selvaraju et al., "Grad-CAM: Visual Explanations from Deep Networks via Gradient-Based Localization", 2017; without the last rectifier, and with
/// the sum of the gradients of a channel in place of their mean, as in <see cref="PooledClassifier"/>.
/// </remarks>
internal sealed class TorchClassMap : IClassMap, IDisposable
{
    private readonly Lock _computing = new();
    private readonly TorchNetwork _network;

    /// <param name="network">The network.</param>
    /// <param name="map">The activations: a cut of it.</param>
    /// <param name="logits">The logits: float32 [N, classes].</param>
    /// <exception cref="NetworkException">Torch cannot compute what lies between the two.</exception>
    /// <exception cref="TorchRuntimeException">The application does not reference libtorch, or it cannot be loaded.</exception>
    public TorchClassMap(ModelProto network, ActivationMap map, string logits)
    {
        Map = map;
        // Before anything of TorchSharp is touched, as its own way to load would copy all of libtorch.
        TorchRuntime.Load();
        _network = new TorchNetwork(network, map.Tensor, logits, CPU);
    }

    public ActivationMap Map { get; }

    public bool IsExact => false;

    public float[] Of(float[] activations, int classIndex)
    {
        lock (_computing)
            return Map.WeightedSum(activations, Map.PerChannel(Gradient(activations, classIndex), static channel => System.Numerics.Tensors.TensorPrimitives.Sum(channel)));
    }

    public void Dispose() => _network.Dispose();

    private float[] Gradient(float[] activations, int classIndex)
    {
        using var scope = NewDisposeScope();
        Tensor image = tensor(activations, [1, .. Map.Shape]).requires_grad_();
        Tensor logits = _network.Forward(image, training: false, ScalarType.Float32);
        // By the image alone: the weights need none.
        return autograd.grad([logits[0, classIndex]], [image])[0].contiguous().data<float>().ToArray();
    }
}
