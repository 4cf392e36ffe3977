namespace MLTransfer.Backbones.Keras;

/// <summary>No weights: it lists what a network asks for, so that its size and the order of its layers can be had without a file.</summary>
internal sealed class KerasShapes : IKerasWeights
{
    private readonly List<KerasTensor> _tensors = [];

    /// <summary>The tensors in the order in which the network asked for them: layer by layer, in a layer as Keras keeps them.</summary>
    public IReadOnlyList<KerasTensor> Tensors => _tensors;

    public float[] Take(string layer, string role, params long[] shape)
    {
        _tensors.Add(new KerasTensor(layer, role, shape));
        return [];
    }
}
