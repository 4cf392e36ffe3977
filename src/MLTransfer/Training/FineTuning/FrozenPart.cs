using MLTransfer.Backbones;
using MLTransfer.Extraction;
using MLTransfer.Networks;
using MLTransfer.Training.Torch;

namespace MLTransfer.Training.FineTuning;

/// <summary>Finds where the frozen part of a network ends: the tensor whose activations are cached, and above which everything learns.</summary>
internal static class FrozenPart
{
    /// <summary>The network with its activations at that tensor as a second output.</summary>
    /// <param name="features">The network up to its features.</param>
    /// <param name="options">Which backbone it is, and what is to be unfrozen.</param>
    /// <exception cref="BackboneException">There is no such stage or tensor, or nothing above it that could learn.</exception>
    /// <exception cref="NetworkException">An operator above it cannot be trained.</exception>
    public static ImageNetwork Tap(ImageNetwork features, ImageTransferTrainer.Options options)
    {
        string tensor = options.UnfreezeFrom is { } name ? Find(features, options, name) : Last(features, options);
        // What cannot be trained is said before anything is extracted.
        _ = TorchPlan.Compile(features.Network, tensor, features.Output);
        Precision precision = options.CachePrecision == Precision.Auto ? Precision.Float16 : options.CachePrecision;
        return features.WithTap(tensor, precision, options.Backbone.ShapeOf(tensor));
    }

    /// <summary>The stage that is the first to learn where everything above a tensor does; null where none starts there.</summary>
    public static string? StageAbove(Backbone backbone, string tensor)
        => backbone.Stages.Where((_, stage) => StartOf(backbone, stage) == tensor).FirstOrDefault()?.Name;

    /// <summary>Where the frozen part ends, for messages: the tensor, and the stage above it if one starts there.</summary>
    public static string Describe(Backbone backbone, string tensor)
        => StageAbove(backbone, tensor) is { } stage ? $"'{tensor}' (where '{stage}' starts)" : $"'{tensor}'";

    private static string Find(ImageNetwork features, ImageTransferTrainer.Options options, string name)
    {
        Backbone backbone = options.Backbone;
        int stage = backbone.Stages.ToList().FindIndex(s => s.Name == name);
        string tensor = stage >= 0 ? BelowStage(backbone, stage) : name;
        if (stage < 0 && !backbone.Cuts.Contains(name))
        {
            throw new BackboneException(
                backbone.Name, $"UnfreezeFrom is '{name}', and it has no such stage or tensor. {CutNames.Describe(backbone, name)}");
        }

        if (Learns(features, tensor))
            return tensor;
        string why = options.Cut is { } cut
            ? $"features are taken at Cut = '{cut}', and there are no weights between the two. Set UnfreezeFrom to a stage or tensor below " +
                "that, or Cut to a later one."
            : "what is used of the network ends there, or has no weights above. UnfreezeFrom takes a stage or tensor further down.";
        throw new BackboneException(backbone.Name, $"nothing would learn from '{name}' on: {why} Stages: {StageNames(backbone)}.");
    }

    private static string Last(ImageNetwork features, ImageTransferTrainer.Options options)
    {
        Backbone backbone = options.Backbone;
        for (int stage = backbone.Stages.Count - 1; stage >= 0; stage--)
        {
            if (BelowStage(backbone, stage) is var tensor && Learns(features, tensor))
                return tensor;
        }

        string below = options.Cut is { } cut ? $" below Cut = '{cut}', where features are taken" : "";
        throw new BackboneException(
            backbone.Name, $"it has no stage that could be unfrozen{below}. Set UnfreezeFrom to a tensor above which everything is to learn. " +
            CutNames.Describe(backbone));
    }

    private static string BelowStage(Backbone backbone, int stage)
        => StartOf(backbone, stage)
            ?? throw new BackboneException(
                backbone.Name, $"its stage '{backbone.Stages[stage].Name}' starts at the image itself, so nothing would be frozen. " +
                $"Unfreeze from a later stage: {StageNames(backbone)}.");

    /// <summary>
    /// Where a stage starts: at the end of the one before, and the first at the end of the normalisation; null where that is the image itself.
    /// </summary>
    private static string? StartOf(Backbone backbone, int stage)
        => stage > 0 ? backbone.Stages[stage - 1].Tensor : backbone.Cuts.TakeWhile(cut => IsNormalisation(backbone, cut)).LastOrDefault();

    // Constants that pixels are shifted and scaled with look like weights, so the kind of the node has to tell.
    private static bool IsNormalisation(Backbone backbone, string cut)
        => !NetworkSlice.Below(backbone.Network, cut).Graph.Node.Any(n => n.OpType is "Conv" or "Gemm" or "MatMul");

    private static bool Learns(ImageNetwork features, string tensor)
        => CutFinder.Find(features.Network.Graph).Contains(tensor)
            && LearnableWeights.Find(features.Network, tensor, features.Output, includeNormalisation: true).Count > 0;

    private static string StageNames(Backbone backbone) => string.Join(", ", backbone.Stages.Select(s => s.Name));
}
