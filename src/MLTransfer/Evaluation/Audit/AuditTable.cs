using System.Globalization;
using System.Text;

namespace MLTransfer.Evaluation;

/// <summary>Findings as RFC 4180 (comma, CRLF, quotes doubled), with text that no spreadsheet takes for a formula.</summary>
internal static class AuditTable
{
    // OWASP, "CSV Injection"; full-width signs are read as their plain ones by East Asian versions of Excel. An apostrophe, to be reversible.
    private const string Guarded = "=+-@\t\r\n＝＋－＠'";

    public static void Write(IEnumerable<AuditFinding> findings, Stream stream)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) { NewLine = "\r\n" };
        writer.WriteLine("Kind,Path,OtherPath,Part,OtherPart,Label,OtherLabel,Score,Reason");
        foreach (AuditFinding finding in findings)
        {
            string[] cells =
            [
                finding.Kind.ToString(), At(finding.Paths, 0), At(finding.Paths, 1), At(finding.Parts, 0), At(finding.Parts, 1),
                At(finding.Labels, 0), At(finding.Labels, 1), finding.Score.ToString("R", CultureInfo.InvariantCulture), Text(finding.Reason),
            ];
            writer.WriteLine(string.Join(',', cells));
        }
    }

    /// <summary>One cell of text.</summary>
    public static string Text(string text)
    {
        string guarded = text.Length > 0 && Guarded.Contains(text[0], StringComparison.Ordinal) ? $"'{text}" : text;
        return guarded.AsSpan().ContainsAny(",\"\r\n") ? $"\"{guarded.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : guarded;
    }

    private static string At(IReadOnlyList<string> texts, int index) => index < texts.Count ? Text(texts[index]) : "";
}
