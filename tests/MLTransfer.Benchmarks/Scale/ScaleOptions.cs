namespace MLTransfer.Benchmarks.Scale;

/// <summary>What extractions of growing sets are to be measured.</summary>
internal sealed record ScaleOptions
{
    /// <summary>The folder with the photos that all files are made of. Default: the repository's own pictures.</summary>
    public string Folder
    {
        get => field ?? OwnPictures.Folder;
        init;
    }

    /// <summary>The numbers of images.</summary>
    public IReadOnlyList<int> Sizes { get; init; } = [1_000, 10_000, 100_000];

    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <exception cref="ArgumentException">There is no such option, or its value is missing or wrong.</exception>
    public static ScaleOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new ScaleOptions();
        while (!arguments.IsEmpty)
        {
            string name = arguments[0];
            string? value = arguments.Length > 1 ? arguments[1] : null;
            options = name switch
            {
                "--data" => options with { Folder = OptionValue.Folder(name, value) },
                "--sizes" => options with { Sizes = ParseSizes(name, value) },
                "--threads" => options with { Threads = OptionValue.Number(name, value) },
                _ => throw new ArgumentException($"There is no option '{name}'; 'help' lists them."),
            };
            arguments = arguments[2..];
        }

        return options;
    }

    private static int[] ParseSizes(string name, string? value)
        => [.. (value ?? "").Split(',').Select(size => OptionValue.Number(name, size, least: 100)).Order()];
}
