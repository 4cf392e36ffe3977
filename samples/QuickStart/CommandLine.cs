using Samples;
using static Samples.OptionValue;

namespace QuickStart;

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine
{
    public const string Help = """
        Trains an image classifier on a folder of pictures, measures it, and saves it.

        usage: dotnet run -c Release --project samples/QuickStart -- [options]

          --data FOLDER       pictures in one folder per class, or in train, validation and test folders of these
                              (default: the pictures of this repository, assets/pictures)
          --out FOLDER        where quickstart.zip and quickstart.onnx go (default: models)
          --workspace FOLDER  where extracted features are kept from run to run (default: the user's cache folder)
          --no-cache          extract all features, and keep none
          --seed N            decides which picture is for training and which for testing (default: 1)
          --help              this text

        exit codes: 0 done, 1 failed, 2 bad arguments or pictures not in class folders, 130 stopped by Ctrl+C
        """;

    /// <summary>The folder of pictures; null for those of this repository.</summary>
    public string? Data { get; private init; }

    public string Out { get; private init; } = "models";

    public string? Workspace { get; private init; }

    public bool Cache { get; private init; } = true;

    public int Seed { get; private init; } = 1;

    public bool WantsHelp { get; private init; }

    /// <exception cref="CommandLineException">An option is unknown, or its value is missing or of no use.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var command = new CommandLine();
        for (int i = 0; i < arguments.Count; i++)
        {
            string option = arguments[i];
            command = option switch
            {
                "--data" => command with { Data = ExistingFolder(option, Value()) },
                "--out" => command with { Out = FolderToWrite(option, Value()) },
                "--workspace" => command with { Workspace = FolderToWrite(option, Value()) },
                "--no-cache" => command with { Cache = false },
                "--seed" => command with { Seed = Number(option, Value()) },
                "--help" or "-h" or "-?" => command with { WantsHelp = true },
                _ => throw new CommandLineException($"'{option}' is no option of this program; --help lists them."),
            };

            string Value() => i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal)
                ? arguments[++i]
                : throw new CommandLineException($"{option} needs a value after it, as in '{option} {(option == "--seed" ? "7" : "folder")}'.");
        }

        return command;
    }
}
