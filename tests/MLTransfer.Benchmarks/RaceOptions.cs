namespace MLTransfer.Benchmarks;

/// <summary>What the side-by-side run measures.</summary>
internal sealed record RaceOptions
{
    /// <summary>The folder with the photos; null for the repository's own pictures.</summary>
    public string? Data { get; init; }

    public int Images { get; init; } = 256;

    public int Rounds { get; init; } = 5;

    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <exception cref="ArgumentException">There is no such option, or its value is missing or wrong.</exception>
    public static RaceOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new RaceOptions();
        while (!arguments.IsEmpty)
        {
            string name = arguments[0];
            string? value = arguments.Length > 1 ? arguments[1] : null;
            options = name switch
            {
                "--data" => options with { Data = value ?? throw new ArgumentException("--data needs a folder.") },
                "--images" => options with { Images = Number(name, value) },
                "--rounds" => options with { Rounds = Number(name, value) },
                "--threads" => options with { Threads = Number(name, value) },
                _ => throw new ArgumentException($"There is no option '{name}'; 'help' lists them."),
            };
            arguments = arguments[2..];
        }

        return options;
    }

    private static int Number(string name, string? value)
        => int.TryParse(value, out int number) && number > 0
            ? number
            : throw new ArgumentException($"{name} needs a whole number above 0{(value is null ? "" : $", not '{value}'")}.");
}
