namespace MLTransfer;

/// <summary>One thing that an audit found. Whether something is wrong is for a person to say.</summary>
public sealed record AuditFinding
{
    internal AuditFinding(AuditFindingKind kind, double score, string reason) => (Kind, Score, Reason) = (kind, score, reason);

    /// <summary>What it is about.</summary>
    public AuditFindingKind Kind { get; }

    /// <summary>How strong it is; what the number means depends on the <see cref="Kind"/>.</summary>
    public double Score { get; }

    /// <summary>The finding in words.</summary>
    public string Reason { get; }

    /// <summary>The photos: two for duplicates and leaks, none where it is about classes, else one.</summary>
    public IReadOnlyList<string> Paths { get; internal init; } = [];

    /// <summary>The set of each of <see cref="Paths"/>: train, validation or test; empty where the photos are not split.</summary>
    public IReadOnlyList<string> Parts { get; internal init; } = [];

    /// <summary>
    /// The label of each of <see cref="Paths"/>; for a suspect its label, then the one that is more probable; or the classes that it is about. None
    /// for a photo that cannot be used.
    /// </summary>
    public IReadOnlyList<string> Labels { get; internal init; } = [];

    /// <summary>Kind, photos and reason.</summary>
    public override string ToString() => Paths.Count == 0 ? $"{Kind}: {Reason}" : $"{Kind}: {string.Join(" and ", Paths)}: {Reason}";
}
