using MLTransfer.Benchmarks.Peers;

namespace MLTransfer.Benchmarks.Table;

/// <summary>What is measured for the table, and where it is written.</summary>
internal sealed record TableOptions
{
    /// <summary>The parts, by their names or groups; none for all.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>Folders of photos; none for those that each part chooses.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>Where photos, weights and the PyTorch program are. Default: <c>shared</c> beside the repository.</summary>
    public string Shared
    {
        get => field ?? Path.GetFullPath(Path.Combine(Checkout.Root, "..", "shared"));
        init;
    }

    /// <summary>The most photos of a folder; null for the number that each part chooses.</summary>
    public int? Images { get; init; }

    /// <summary>How often each contestant counts; null for the number that each part chooses.</summary>
    public int? Rounds { get; init; }

    /// <summary>How many threads each may use. Default: one a processor.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The Python that has torch.</summary>
    public string Python { get; init; } = "/usr/bin/python3";

    /// <summary>The PyTorch program. Default: <c>peers/torch_transfer.py</c> of <see cref="Shared"/>.</summary>
    public string Peer
    {
        get => field ?? Path.Combine(Shared, "peers", "torch_transfer.py");
        init;
    }

    /// <summary>The document. Default: <c>docs/benchmarks.md</c> of the repository.</summary>
    public string Output
    {
        get => field ?? Path.Combine(Checkout.Root, "docs", "benchmarks.md");
        init;
    }

    /// <param name="arguments">Names of parts, and options.</param>
    /// <exception cref="ArgumentException">There is no such part or option, or a value is missing or wrong.</exception>
    public static TableOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new TableOptions();
        while (!arguments.IsEmpty)
        {
            string name = arguments[0];
            if (!name.StartsWith('-'))
            {
                options = options with { Parts = [.. options.Parts, BenchmarkTable.RequirePart(name)] };
                arguments = arguments[1..];
                continue;
            }

            string? value = arguments.Length > 1 ? arguments[1] : null;
            options = name switch
            {
                "--data" => options with { Folders = [.. options.Folders, OptionValue.ExistingFolder(name, value)] },
                "--shared" => options with { Shared = OptionValue.Folder(name, value) },
                "--images" => options with { Images = OptionValue.Number(name, value) },
                "--rounds" => options with { Rounds = OptionValue.Number(name, value) },
                "--threads" => options with { Threads = OptionValue.Number(name, value) },
                "--python" => options with { Python = value ?? throw new ArgumentException("--python needs a program.") },
                "--peer" => options with { Peer = OptionValue.File(name, value) },
                "--output" => options with { Output = OptionValue.File(name, value) },
                _ => throw new ArgumentException($"There is no option '{name}'; 'help' lists them."),
            };
            arguments = arguments[2..];
        }

        return options;
    }

    /// <summary>The folders that a part goes over: those asked for, else those of its own that are there.</summary>
    /// <param name="names">The names of its own, in the <c>data</c> folder of <see cref="Shared"/>.</param>
    public IEnumerable<string> FoldersOr(params IEnumerable<string> names)
    {
        foreach (string folder in Folders.Count > 0 ? Folders : names.Select(n => Path.Combine(Shared, "data", n)))
        {
            if (Directory.Exists(folder))
                yield return folder;
            else
                Console.Error.WriteLine($"Left out {folder}: there is no such folder (option --shared or --data).");
        }
    }

    /// <summary>PyTorch.</summary>
    /// <exception cref="PeerException">It is not there.</exception>
    public PyTorch FindTorch() => PyTorch.Find(Python, Peer);

    /// <summary>The arguments that measure one section again.</summary>
    /// <param name="part">The part.</param>
    /// <param name="folder">The photos.</param>
    /// <param name="images">The most of them; null for all.</param>
    /// <param name="rounds">The rounds.</param>
    public IReadOnlyList<string> ArgumentsFor(string part, string folder, int? images, int rounds)
    {
        string[] limit = images is null ? [] : ["--images", $"{images}"];
        string[] threads = Threads == Environment.ProcessorCount ? [] : ["--threads", $"{Threads}"];
        return [part, "--data", Path.GetRelativePath(Checkout.Root, folder), .. limit, "--rounds", $"{rounds}", .. threads];
    }
}
