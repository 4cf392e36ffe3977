namespace MLTransfer.Tool.Output;

/// <summary>What an audit found.</summary>
internal static class AuditText
{
    private const int MaxOfKind = 10;

    /// <summary>For people: the strongest of each kind.</summary>
    public static void Write(TextWriter writer, AuditReport report, IReadOnlyList<AuditFinding> findings)
    {
        foreach (IGrouping<AuditFindingKind, AuditFinding> kind in findings.GroupBy(f => f.Kind))
        {
            writer.WriteLine($"{kind.Key}: {kind.Count()}");
            foreach (AuditFinding finding in kind.Take(MaxOfKind))
            {
                string paths = finding.Paths.Count == 0 ? "" : $"{string.Join(" and ", finding.Paths)}: ";
                writer.WriteLine($"  {Printable.Of($"{paths}{finding.Reason}")}");
            }

            if (kind.Count() > MaxOfKind)
                writer.WriteLine($"  ... and {kind.Count() - MaxOfKind} more; --json and --out have all");
        }

        writer.WriteLine(Printable.Of(report.ToString()));
    }

    /// <summary>For programs.</summary>
    public static object ToJson(AuditReport report, IReadOnlyList<AuditFinding> findings) => new
    {
        report.ImageCount,
        report.CrossValidatedAccuracy,
        report.TestImageCount,
        report.LeakedTestImageCount,
        report.TestAccuracy,
        report.TestAccuracyWithoutLeaks,
        Findings = findings.Select(f => new { f.Kind, f.Score, f.Reason, f.Paths, f.Parts, f.Labels }),
    };
}
