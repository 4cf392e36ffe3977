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

    /// <summary>The output to use where the network has several; it is used as it is. Default: the first, without its classifier.</summary>
    public string? Output { get; init; }

    /// <summary>
    /// Whether the old classifier stays, so that the features are its scores. They can be good features where the new classes are among the old
    /// ones or near them. Default: false; the features are what the last layer of the classifier reads.
    /// </summary>
    /// <remarks>
    /// The classifier is the last layer with weights, if it is linear or gives probabilities: Gemm, MatMul or a 1x1 convolution, also one before
    /// global pooling (SqueezeNet). Of several such layers (VGG, AlexNet) only the last goes, as where torchvision's networks get new classes. A
    /// last layer that projects features (CLIP) looks the same, and goes as well. Where there is none, nothing is cut off.
    /// </remarks>
    public bool KeepClassifier { get; init; }

    /// <summary>
    /// Names for stages, each with the tensor it ends at, from input to output. Default: the last cut of each resolution, as
    /// <c>stage1</c>, <c>stage2</c>, and so on.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Stages { get; init; }
}
