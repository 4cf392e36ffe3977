using System.Text;
using MLTransfer.Tool.Output;

namespace MLTransfer.Tool.Commands;

/// <summary>The images that arguments stand for.</summary>
/// <param name="Paths">The paths, in their order; those of the standard input are read as they are needed.</param>
/// <param name="Width">The length of the longest, for people; 0 where that is not known beforehand.</param>
internal sealed record ImagePaths(IEnumerable<string> Paths, int Width)
{
    private const string StandardInput = "-";

    /// <exception cref="ImageFolderException">A folder cannot be read.</exception>
    public static ImagePaths Of(IReadOnlyList<string> arguments, TextReader input, bool endsWithZero, ImageFolderOptions options)
    {
        if (arguments.Contains(StandardInput))
            return new ImagePaths(arguments.SelectMany(a => a == StandardInput ? Read(input, endsWithZero) : Expand(a, options)), 0);
        string[] paths = [.. arguments.SelectMany(a => Expand(a, options))];
        return new ImagePaths(paths, paths.Max(p => (int?)Printable.Of(p).Length) ?? 0);
    }

    private static IEnumerable<string> Expand(string argument, ImageFolderOptions options)
        => Directory.Exists(argument) ? ImageFolder.ListImages(argument, options) : [argument];

    private static IEnumerable<string> Read(TextReader input, bool endsWithZero)
        => (endsWithZero ? ReadZeroEnded(input) : ReadLines(input)).Where(path => path.Length > 0);

    private static IEnumerable<string> ReadLines(TextReader input)
    {
        while (input.ReadLine() is { } line)
            yield return line;
    }

    private static IEnumerable<string> ReadZeroEnded(TextReader input)
    {
        var path = new StringBuilder();
        for (int next = input.Read(); next >= 0; next = input.Read())
        {
            if (next != 0)
            {
                path.Append((char)next);
                continue;
            }

            yield return path.ToString();
            path.Clear();
        }

        yield return path.ToString();
    }
}
