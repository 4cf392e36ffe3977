namespace MLTransfer.Benchmarks.WebApi;

/// <summary>How the server is loaded.</summary>
internal sealed record LoadOptions
{
    /// <summary>The folder with the photos, JPEG files in folders of classes. Default: the repository's own pictures.</summary>
    public string Folder
    {
        get => field ?? OwnPictures.Folder;
        init;
    }

    /// <summary>How many of them, spread evenly; they are in the memory of the clients.</summary>
    public int Images { get; init; } = 200;

    public int Clients { get; init; } = 16;

    public int Seconds { get; init; } = 30;

    /// <summary>The largest batches that the server is started with, one after the other; 1 is without batches.</summary>
    public IReadOnlyList<int> Batches { get; init; } = [16, 1];

    /// <summary>The document. Default: <c>docs/benchmarks.md</c> of the repository.</summary>
    public string Output
    {
        get => field ?? Path.Combine(Checkout.Root, "docs", "benchmarks.md");
        init;
    }

    /// <summary>The arguments that measure the same again.</summary>
    public IReadOnlyList<string> Arguments =>
    [
        "--data", Path.GetRelativePath(Checkout.Root, Folder), "--images", $"{Images}", "--clients", $"{Clients}", "--seconds", $"{Seconds}",
        "--batches", string.Join(',', Batches),
    ];

    /// <exception cref="ArgumentException">There is no such option, or its value is missing or wrong.</exception>
    public static LoadOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new LoadOptions();
        while (!arguments.IsEmpty)
        {
            string name = arguments[0];
            string? value = arguments.Length > 1 ? arguments[1] : null;
            options = name switch
            {
                "--data" => options with { Folder = OptionValue.ExistingFolder(name, value) },
                "--images" => options with { Images = OptionValue.Number(name, value, least: 10) },
                "--clients" => options with { Clients = OptionValue.Number(name, value) },
                "--seconds" => options with { Seconds = OptionValue.Number(name, value, least: 3) },
                "--batches" => options with { Batches = [.. (value ?? "").Split(',').Select(size => OptionValue.Number(name, size))] },
                "--output" => options with { Output = OptionValue.File(name, value) },
                _ => throw new ArgumentException($"There is no option '{name}'; 'help' lists them."),
            };
            arguments = arguments[2..];
        }

        return options;
    }
}
