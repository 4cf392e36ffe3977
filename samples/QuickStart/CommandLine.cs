using Samples;
using static Samples.OptionValue;

namespace QuickStart;

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine : SampleCommand
{
    public const string Help = """
        Trains an image classifier on a folder of pictures, measures it, and saves it.

        usage: dotnet run -c Release --project samples/QuickStart -- [options]

          --data FOLDER       pictures in one folder per class, or in train, validation and test folders of these
                              (default: the pictures of this repository, assets/pictures)
          --out FOLDER        where quickstart.zip, quickstart.onnx and report.html go (default: models)
          --workspace FOLDER  where extracted features are kept from run to run (default: the user's cache folder)
          --no-cache          extract all features, and keep none
          --seed N            decides which picture is for training and which for testing (default: 1)
          --help              this text

        exit codes: 0 done, 1 failed, 2 bad arguments or pictures not in class folders, 130 stopped by Ctrl+C
        """;

    public string Out { get; private init; } = "models";

    public bool Cache { get; private init; } = true;

    /// <exception cref="CommandLineException">An option is unknown, or its value is missing or of no use.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
        => Parse<CommandLine>(arguments, (command, option, value) => option switch
        {
            "--out" => command with { Out = FolderToWrite(option, value("folder")) },
            "--no-cache" => command with { Cache = false },
            _ => null,
        });
}
