namespace MLTransfer.Evaluation.Report;

/// <summary>Something that is wrong with photos, or may be.</summary>
/// <param name="Kind">What sort of thing, such as "label suspect".</param>
/// <param name="Paths">The photos; none where it is about classes.</param>
/// <param name="Score">How sure or how bad, where there is a measure.</param>
/// <param name="Reason">Why, in a few words.</param>
internal sealed record ReportFinding(string Kind, IReadOnlyList<string> Paths, double? Score, string Reason);
