namespace MLTransfer.Benchmarks;

/// <summary>What a side-by-side run measures.</summary>
internal sealed record RaceOptions
{
    /// <summary>The folder with the photos. Default: the repository's own pictures.</summary>
    public string Folder
    {
        get => field ?? OwnPictures.Folder;
        init;
    }

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
                "--data" => options with { Folder = OptionValue.Folder(name, value) },
                "--images" => options with { Images = OptionValue.Number(name, value) },
                "--rounds" => options with { Rounds = OptionValue.Number(name, value) },
                "--threads" => options with { Threads = OptionValue.Number(name, value) },
                _ => throw new ArgumentException($"There is no option '{name}'; 'help' lists them."),
            };
            arguments = arguments[2..];
        }

        return options;
    }
}
