namespace MLTransfer.Benchmarks.Fuzz;

/// <summary>Which mutated files are to be read.</summary>
internal sealed record FuzzOptions
{
    /// <summary>The kinds of files. Default: all.</summary>
    public IReadOnlyList<string> Targets { get; init; } = FuzzTargets.Names;

    /// <summary>How many of each kind.</summary>
    public int Inputs { get; init; } = 2_000;

    /// <summary>The number of the first.</summary>
    public int First { get; init; }

    /// <summary>Decides on all of them.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Where the input of each finding is written; null for nowhere.</summary>
    public string? Keep { get; init; }

    /// <exception cref="ArgumentException">There is no such option, or its value is missing or wrong.</exception>
    public static FuzzOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new FuzzOptions();
        while (!arguments.IsEmpty)
        {
            string name = arguments[0];
            string? value = arguments.Length > 1 ? arguments[1] : null;
            options = name switch
            {
                "--targets" => options with { Targets = ParseTargets(value) },
                "--inputs" => options with { Inputs = OptionValue.Number(name, value) },
                "--first" => options with { First = OptionValue.Number(name, value, least: 0) },
                "--seed" => options with { Seed = OptionValue.Number(name, value, least: 0) },
                "--keep" => options with { Keep = OptionValue.Folder(name, value) },
                _ => throw new ArgumentException($"There is no option '{name}'; 'help' lists them."),
            };
            arguments = arguments[2..];
        }

        return options;
    }

    private static string[] ParseTargets(string? value)
    {
        string[] targets = (value ?? "").Split(',');
        return targets.FirstOrDefault(t => !FuzzTargets.Names.Contains(t)) is { } unknown
            ? throw new ArgumentException($"--targets: there is no '{unknown}'. There are {string.Join(", ", FuzzTargets.Names)}.")
            : targets;
    }
}
