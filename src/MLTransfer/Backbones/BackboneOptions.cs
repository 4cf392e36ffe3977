namespace MLTransfer;

/// <summary>What <see cref="Backbone.FromOnnx"/> cannot read off an ONNX file.</summary>
public sealed record BackboneOptions
{
    /// <summary>What to call the backbone in messages. Default: the file's name.</summary>
    public string? Name { get; init; }

    /// <summary>The normalisation the network expects; it is merged into the graph. Default: <see cref="Preprocessing.None"/>.</summary>
    public Preprocessing Preprocessing { get; init; } = Preprocessing.None;

    /// <summary>
    /// How photos are resized and cropped. Default: the crop is the input size that the file states (224 x 224 where it states none), from a
    /// short side 8/7 as long.
    /// </summary>
    public ResizePolicy? Resize { get; init; }

    /// <summary>The output to use where the network has several. Default: the first.</summary>
    public string? Output { get; init; }

    /// <summary>
    /// Names for stages, each with the tensor it ends at, from input to output. Default: the last cut of each resolution, as
    /// <c>stage1</c>, <c>stage2</c>, and so on.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Stages { get; init; }
}
