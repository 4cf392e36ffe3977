using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Backbones;

/// <summary>What loading a backbone yields.</summary>
/// <param name="Network">The graph, its input RGB 0..255 [N, 3, H, W].</param>
/// <param name="Resize">How photos become that input.</param>
/// <param name="Sha256">The hash of all that decides what the network computes.</param>
/// <param name="StageName">The name of the stage with an index, for stages found in the graph.</param>
/// <param name="Stages">Names and tensors of the stages where they are given.</param>
internal sealed record LoadedBackbone(
    ModelProto Network,
    ResizePolicy Resize,
    string Sha256,
    Func<int, string> StageName,
    IReadOnlyList<KeyValuePair<string, string>>? Stages = null)
{
    /// <summary>The tensors of the old classifier that was cut off.</summary>
    public IReadOnlySet<string> Classifier { get; init; } = new HashSet<string>();

    public IReadOnlyList<string> Cuts { get; } = [.. CutFinder.Find(Network.Graph)];
}
