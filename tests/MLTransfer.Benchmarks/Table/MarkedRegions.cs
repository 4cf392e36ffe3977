namespace MLTransfer.Benchmarks.Table;

/// <summary>The parts of a document that a program writes, each between two comments; all else in it is written by hand.</summary>
internal static class MarkedRegions
{
    /// <summary>The document with the content of a region replaced; with the region at its end, if it had none of that name.</summary>
    /// <param name="document">The document, Markdown.</param>
    /// <param name="key">The name of the region.</param>
    /// <param name="content">What is to be in it.</param>
    /// <exception cref="FormatException">The region has no end, or there are two of it.</exception>
    public static string Replace(string document, string key, string content)
    {
        (string begin, string end) = ($"<!-- measured: {key} -->", $"<!-- end of {key} -->");
        string region = $"{begin}\n{content.ReplaceLineEndings("\n").Trim('\n')}\n{end}";
        int first = IndexOfOnly(document, begin), last = IndexOfOnly(document, end);
        if (first < 0 && last < 0)
            return document.Length == 0 ? $"{region}\n" : $"{document.TrimEnd('\n')}\n\n{region}\n";
        if (first < 0 || last < first)
            throw new FormatException($"'{begin}' and '{end}' belong together, in this order; the document has only one, or the other order.");
        return $"{document[..first]}{region}{document[(last + end.Length)..]}";
    }

    private static int IndexOfOnly(string document, string mark)
    {
        int index = document.IndexOf(mark, StringComparison.Ordinal);
        return index < 0 || document.IndexOf(mark, index + 1, StringComparison.Ordinal) < 0
            ? index
            : throw new FormatException($"'{mark}' is twice in the document.");
    }
}
