using MLTransfer.Data;

namespace MLTransfer.Backbones;

/// <summary>Names in errors the places where a backbone can be cut.</summary>
internal static class CutNames
{
    // More than these nobody reads in an error; a real network has dozens.
    private const int MostTensors = 12;

    /// <summary>What is said of a tensor of the old classifier, which is no cut.</summary>
    public const string OfClassifier =
        $"belongs to the old classifier, which {nameof(BackboneOptions)}.{nameof(BackboneOptions.KeepClassifier)} keeps.";

    /// <summary>The stages and, where they are few, the tensors, in sentences.</summary>
    /// <param name="backbone">The backbone.</param>
    /// <param name="mistyped">The name that is none of them, if there is one: the nearest is suggested.</param>
    public static string Describe(Backbone backbone, string? mistyped = null)
    {
        string[] stages = [.. backbone.Stages.Select(s => s.Name)];
        bool isOfClassifier = mistyped is not null && backbone.Classifier.Contains(mistyped);
        string? nearest = mistyped is null || isOfClassifier ? null : NearestName.Of(mistyped, stages.Concat(backbone.Cuts));
        string tensors = backbone.Cuts.Count <= MostTensors
            ? $"Tensors that every path crosses: {string.Join(", ", backbone.Cuts)}."
            : $"Or one of the {backbone.Cuts.Count} tensors in {nameof(Backbone)}.{nameof(Backbone.Cuts)}.";
        return (isOfClassifier ? $"It {OfClassifier} " : "")
            + (nearest is null ? "" : $"Did you mean '{nearest}'? ")
            + (stages.Length > 0 ? $"Stages: {string.Join(", ", stages)}. " : "") + tensors;
    }
}
