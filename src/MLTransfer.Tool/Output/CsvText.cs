using System.Globalization;

namespace MLTransfer.Tool.Output;

/// <summary>Tables for programs: RFC 4180 (comma, CRLF, quotes doubled where they are needed), numbers so that they read back the same.</summary>
internal static class CsvText
{
    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(",\"\r\n");

    public static void WriteRow(TextWriter writer, params IEnumerable<string> cells)
    {
        string separator = "";
        foreach (string cell in cells)
        {
            writer.Write(separator);
            writer.Write(Cell(cell));
            separator = ",";
        }

        writer.Write("\r\n");
    }

    public static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    // A space at an end is part of the text, and some readers take it away where there are no quotes.
    private static string Cell(string text)
        => text.AsSpan().ContainsAny(Special) || text.StartsWith(' ') || text.EndsWith(' ')
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
}
