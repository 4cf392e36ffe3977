using System.Text;
using MLTransfer.Data;

namespace MLTransfer.Benchmarks.Table;

/// <summary>The side-by-side table: measures its parts and writes each into the document, between its marks.</summary>
internal static class BenchmarkTable
{
    /// <summary>The parts, in the order in which they are measured.</summary>
    public static IReadOnlyList<TablePart> Parts { get; } =
        [new ExtractionPart(), new FeaturesJobPart(), new FineTuningJobPart(), new ServingPart(), new AccuracyPart()];

    public static void Run(TableOptions options)
    {
        foreach (TablePart part in Parts.Where(p => options.Parts.Count == 0 || options.Parts.Any(n => n == p.Name || n == p.Group)))
        {
            foreach (TableSection section in part.Measure(options))
                Publish(options.Output, section, "table");
        }
    }

    /// <summary>Shows a section, and writes it into a document in place of the one of its name.</summary>
    /// <param name="file">The document.</param>
    /// <param name="section">The section.</param>
    /// <param name="command">The command of this program that measures it.</param>
    public static void Publish(string file, TableSection section, string command)
    {
        string text = Describe(section, command);
        Console.WriteLine($"\n{section.Key}\n\n{text}");
        Write(file, section.Key, text);
    }

    /// <summary>The name, if it is that of a part or group.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static string RequirePart(string name) => Parts.Any(p => p.Name == name || p.Group == name)
        ? name
        : throw new ArgumentException(
            $"There is no part '{name}' of the table, but {string.Join(", ", Parts.SelectMany(p => new[] { p.Name, p.Group }).Distinct())}.");

    private static string Describe(TableSection section, string command)
    {
        var text = new StringBuilder();
        text.Append(MachineDescription.Describe()).Append('\n');
        foreach (string version in section.Versions)
            text.Append($"- {version}\n");
        text.Append($"- {DateTime.UtcNow:yyyy-MM-dd}\n\n");
        text.Append($"```sh\ndotnet run -c Release --project tests/MLTransfer.Benchmarks -- {command} {string.Join(' ', section.Arguments)}\n```\n\n");
        text.Append(section.Content.Trim('\n')).Append('\n');
        foreach (string reason in section.LeftOut)
            text.Append($"\nLeft out: {reason}\n");
        return text.ToString();
    }

    private static void Write(string file, string key, string text)
    {
        string document = File.Exists(file) ? File.ReadAllText(file) : "";
        byte[] changed = Encoding.UTF8.GetBytes(MarkedRegions.Replace(document, key, text));
        AtomicFile.Write(file, stream => stream.Write(changed));
    }
}
