using System.Text;
using MLTransfer.Data;

namespace MLTransfer.Evaluation.Report;

/// <summary>Writes a report: a page for people, and beside it the same numbers for machines.</summary>
internal static class ReportWriter
{
    private const string Extension = ".html";

    /// <param name="path">The page, which ends in .html; the file of numbers has the same name with .json.</param>
    /// <param name="content">What it shows.</param>
    /// <exception cref="ArgumentException">The path does not end in .html, or the content does not fit together.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(string path, ReportContent content)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Path.GetExtension(path).Equals(Extension, StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"{path}: the report is a page of HTML: give it a name that ends in {Extension}.", nameof(path));
        content.Validate();
        var numbers = new ReportNumbers(content);
        var selection = new PhotoSelection(numbers.Main, content.Findings);
        string page = new ReportPage(content, numbers, selection, new ReportPhotos(selection, content)).ToString();
        AtomicFile.Write(Path.ChangeExtension(path, ".json"), stream => ReportJson.Write(stream, content, numbers));
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
    }
}
