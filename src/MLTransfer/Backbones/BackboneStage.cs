namespace MLTransfer;

/// <summary>A named run of layers of a backbone that ends at a cut.</summary>
/// <param name="Name">The name, such as <c>layer3</c>.</param>
/// <param name="Tensor">The tensor in the graph that the stage ends at.</param>
/// <param name="Shape">The shape of that tensor for one image: channels, height, width. In transformers: tokens,
/// channels, or height, width, channels.</param>
public sealed record BackboneStage(string Name, string Tensor, IReadOnlyList<long> Shape)
{
    /// <summary>Name, shape and tensor.</summary>
    public override string ToString() => $"{Name}: {string.Join(" x ", Shape)} ({Tensor})";
}
