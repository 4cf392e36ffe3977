using System.Globalization;
using MLTransfer.Data;
using MLTransfer.Evaluation;

namespace MLTransfer;

/// <summary>What an audit of photos and labels found. Nothing was changed or left out: it is for a person to look at and decide.</summary>
public sealed class AuditReport
{
    internal AuditReport(IEnumerable<AuditFinding> findings, int imageCount)
    {
        // Strongest first; but of tiny and blurred photos, those of the least score.
        Findings = Array.AsReadOnly([.. findings.OrderBy(f => f.Kind).ThenByDescending(Strength)]);
        ImageCount = imageCount;
    }

    /// <summary>All findings, kind by kind, the strongest of each first.</summary>
    public IReadOnlyList<AuditFinding> Findings { get; }

    /// <summary>The number of usable photos.</summary>
    public int ImageCount { get; }

    /// <summary>
    /// The share of photos for which a classifier that did not learn from them agrees with their label; NaN where there were too few photos to tell.
    /// </summary>
    public double CrossValidatedAccuracy { get; internal init; } = double.NaN;

    /// <summary>The number of usable test photos.</summary>
    public int TestImageCount { get; internal init; }

    /// <summary>The number of test photos that are, nearly, in the training or validation set as well.</summary>
    public int LeakedTestImageCount { get; internal init; }

    /// <summary>The share of test photos that the given model classifies rightly; null without a model or test photos.</summary>
    public double? TestAccuracy { get; internal init; }

    /// <summary>The same without the leaked photos; null without a model, or where none are left.</summary>
    public double? TestAccuracyWithoutLeaks { get; internal init; }

    /// <summary>The findings of one kind, strongest first.</summary>
    public IEnumerable<AuditFinding> Of(AuditFindingKind kind) => Findings.Where(f => f.Kind == kind);

    /// <summary>
    /// Writes the findings as a table: RFC 4180, UTF-8 with a byte order mark (without which Excel takes it for another encoding), one header line.
    /// The columns are Kind, Path, OtherPath, Part, OtherPart, Label, OtherLabel, Score and Reason.
    /// </summary>
    /// <remarks>
    /// So that no file name becomes a formula in a spreadsheet, a text that begins with <c>=</c>, <c>+</c>, <c>-</c>, <c>@</c>, a tab or a line
    /// break, or such a character in full width, gets an apostrophe in front. One that begins with an apostrophe gets one as well: to have the text
    /// as it was, take one apostrophe off wherever there is one in front.
    /// </remarks>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <exception cref="IOException">The file cannot be written; an existing one is left as it was.</exception>
    public void WriteCsv(string path) => AtomicFile.Write(path, stream => AuditTable.Write(Findings, stream));

    /// <summary>A short summary: how many findings of each kind.</summary>
    public override string ToString()
    {
        string[] counts = [.. Findings.GroupBy(f => f.Kind).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key} {g.Count():N0}"))];
        string found = counts.Length == 0 ? "nothing found" : string.Join(", ", counts);
        string accuracy = TestAccuracy is not { } all ? "" : string.Create(
            CultureInfo.InvariantCulture, $"; test accuracy {all:P1}, {(TestAccuracyWithoutLeaks is { } rest ? $"{rest:P1}" : "unknown")} without " +
            $"{Quantity.Of(LeakedTestImageCount, "leaked photo")}");
        return $"{Quantity.Of(ImageCount, "usable photo")}: {found}{accuracy}";
    }

    private static double Strength(AuditFinding finding)
        => finding.Kind is AuditFindingKind.TinyImage or AuditFindingKind.BlurredImage ? -finding.Score : finding.Score;
}
