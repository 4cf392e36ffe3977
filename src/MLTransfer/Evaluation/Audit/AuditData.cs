using MLTransfer.Data;
using MLTransfer.Training;

namespace MLTransfer.Evaluation;

/// <summary>The photos that are audited: those that can be used.</summary>
/// <param name="Set">Their features, labels, names and content.</param>
/// <param name="Parts">The set that each is in; null where they are not split.</param>
/// <param name="Facts">What their pixels tell.</param>
/// <param name="Classes">The names of the classes.</param>
internal sealed record AuditData(FeatureSet Set, IReadOnlyList<ImagePart?> Parts, IReadOnlyList<PixelFacts> Facts, IReadOnlyList<string> Classes)
{
    public int Count => Set.Count;

    /// <summary>The number of photos of each class.</summary>
    public int[] ClassCounts => Set.CountByClass(Classes.Count);

    /// <summary>The name of a photo's class.</summary>
    public string LabelOf(int row) => Classes[Set.Labels[row]];

    /// <summary>A finding about photos, whose labels are theirs.</summary>
    public AuditFinding Find(AuditFindingKind kind, double score, string reason, params int[] rows) => new(kind, score, reason)
    {
        Paths = [.. rows.Select(row => Set.Names[row])],
        Parts = [.. rows.Select(row => Parts[row]?.ToText() ?? "")],
        Labels = [.. rows.Select(LabelOf)],
    };
}
