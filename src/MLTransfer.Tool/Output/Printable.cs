using System.Globalization;

namespace MLTransfer.Tool.Output;

/// <summary>Text of strangers, such as file names, for people: one line, and nothing that steers a terminal.</summary>
internal static class Printable
{
    public static string Of(string text) => text.Any(IsUnsafe) ? string.Concat(text.Select(Escape)) : text;

    /// <summary>The same of text that may have several lines, such as the message of an error.</summary>
    public static string OfLines(string text) => string.Join(Environment.NewLine, text.ReplaceLineEndings("\n").Split('\n').Select(Of));

    private static bool IsUnsafe(char c) => char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format;

    private static string Escape(char c) => c switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => IsUnsafe(c) ? $"\\u{(int)c:x4}" : c.ToString(),
    };
}
