using System.Text.RegularExpressions;

namespace MLTransfer.Tests.Documentation;

/// <summary>The blocks of C# of a page of the documentation.</summary>
internal static partial class DocumentedCode
{
    /// <summary>README and all pages in docs, relative to the repository, that have C#.</summary>
    public static IEnumerable<string> Pages
        => Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Order(StringComparer.Ordinal)
            .Prepend(Path.Combine(Repository.Root, "README.md"))
            .Where(page => Block().IsMatch(File.ReadAllText(page)))
            .Select(page => Path.GetRelativePath(Repository.Root, page));

    public static IReadOnlyList<string> BlocksOf(string page)
        => [.. Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, page)).ReplaceLineEndings("\n")).Select(m => m.Groups[1].Value)];

    // What is not this library's, or no longer, is marked otherwise.
    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
