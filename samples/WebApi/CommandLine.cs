using Samples;

namespace WebApi;

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine : SampleCommand
{
    public const string Help = """
        Classifies photos over HTTP, with a page to try it.

        usage: dotnet run -c Release --project samples/WebApi -- [options]

          --model FILE        the classifier, a .zip or .onnx (default: one is trained on the pictures of --data first)
          --data FOLDER       pictures in one folder per class (default: the pictures of this repository, assets/pictures)
          --workspace FOLDER  where extracted features are kept from run to run (default: the user's cache folder)
          --seed N            decides which picture is for training and which for validation (default: 1)
          --urls URLS         where to listen, several with semicolons between; port 0 is any free one
                              of an address such as 127.0.0.1 (default: http://127.0.0.1:5080, which only this machine reaches)
          --max-bytes N       the largest photo, in encoded bytes (default: 10000000)
          --max-pixels N      the largest photo, width times height (default: 30000000)
          --queue N           the most photos in the server at once; who comes then is told to come again (default: 64)
          --batch N           the most photos that are predicted together; 1 to predict each by itself (default: 16)
          --help              this text

        exit codes: 0 stopped, 1 failed, 2 bad arguments or pictures not in class folders
        """;

    private const int MostBytes = 1 << 30;

    /// <summary>The file of the classifier; null to train one.</summary>
    public string? Model { get; private init; }

    public string Urls { get; private init; } = "http://127.0.0.1:5080";

    /// <summary>The largest photo, in encoded bytes.</summary>
    public int MaxBytes { get; private init; } = 10_000_000;

    /// <summary>The largest photo, in pixels: a photo of so many takes four bytes each while it is decoded.</summary>
    public int MaxPixels { get; private init; } = 30_000_000;

    /// <summary>The most photos in the server at once.</summary>
    public int Queue { get; private init; } = 64;

    /// <summary>The most photos that are predicted together.</summary>
    public int Batch { get; private init; } = 16;

    /// <exception cref="CommandLineException">An option is unknown, or its value is missing or of no use.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        CommandLine command = Parse<CommandLine>(arguments, (command, option, value) => option switch
        {
            "--model" => command with { Model = value("models/quickstart.zip") },
            "--urls" => command with { Urls = ReadUrls(option, value("http://127.0.0.1:5080")) },
            "--max-bytes" => command with { MaxBytes = Number(option, value("10000000"), MostBytes) },
            "--max-pixels" => command with { MaxPixels = Number(option, value("30000000"), Array.MaxLength / 4) },
            "--queue" => command with { Queue = Number(option, value("64"), 10_000) },
            "--batch" => command with { Batch = Number(option, value("16"), 1_000) },
            _ => null,
        });
        return command is { Model: not null, Data: not null }
            ? throw new CommandLineException("--data is for training, and --model names a classifier that is trained already; give one of the two.")
            : command;
    }

    private static int Number(string option, string text, int most)
        => OptionValue.Number(option, text, least: 1) is var number && number <= most
            ? number
            : throw new CommandLineException($"'{text}' of {option} is too large; the most is {most}.");

    private static string ReadUrls(string option, string text)
        => text.Split(';').All(url => Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && IsAddress(uri))
            ? text
            : throw new CommandLineException($"'{text}' of {option} is not a list of addresses; give one such as http://127.0.0.1:5080.");

    // A server listens on no path, and a name may stand for several addresses, which no free port would be the same on.
    private static bool IsAddress(Uri uri)
        => uri.Scheme == Uri.UriSchemeHttp && uri.PathAndQuery == "/" && (uri.Port != 0 || uri.HostNameType != UriHostNameType.Dns);
}
