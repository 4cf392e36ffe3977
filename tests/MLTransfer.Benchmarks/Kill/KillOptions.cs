namespace MLTransfer.Benchmarks.Kill;

/// <summary>How often training is to be killed.</summary>
internal sealed record KillOptions
{
    /// <summary>How many runs are killed, each once, and resumed.</summary>
    public int Runs { get; init; } = 50;

    /// <summary>The number of the first: what decides on its moment, with the seed.</summary>
    public int First { get; init; }

    /// <summary>Decides on the moments.</summary>
    public int Seed { get; init; } = 1;

    /// <exception cref="ArgumentException">There is no such option, or its value is missing or wrong.</exception>
    public static KillOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new KillOptions();
        while (!arguments.IsEmpty)
        {
            string name = arguments[0];
            string? value = arguments.Length > 1 ? arguments[1] : null;
            options = name switch
            {
                "--runs" => options with { Runs = OptionValue.Number(name, value) },
                "--first" => options with { First = OptionValue.Number(name, value, least: 0) },
                "--seed" => options with { Seed = OptionValue.Number(name, value, least: 0) },
                _ => throw new ArgumentException($"There is no option '{name}'; 'help' lists them."),
            };
            arguments = arguments[2..];
        }

        return options;
    }
}
