using Samples;

namespace FeaturesWithAnyTrainer;

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine : SampleCommand
{
    public const string Help = """
        Cross-validates three of ML.NET's trainers on the features of the same pretrained network.

        usage: dotnet run -c Release --project samples/FeaturesWithAnyTrainer -- [options]

          --data FOLDER       pictures in one folder per class (default: the pictures of this repository, assets/pictures)
          --workspace FOLDER  where extracted features are kept from run to run (default: the user's cache folder)
          --folds N           into how many parts the pictures are divided (default: 5)
          --seed N            decides which picture is in which part (default: 1)
          --help              this text

        exit codes: 0 done, 1 failed, 2 bad arguments or pictures not in class folders, 130 stopped by Ctrl+C
        """;

    public int Folds { get; private init; } = 5;

    /// <exception cref="CommandLineException">An option is unknown, or its value is missing or of no use.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
        => Parse<CommandLine>(arguments, (command, option, value) => option switch
        {
            "--folds" => command with { Folds = OptionValue.Number(option, value("5"), least: 2) },
            _ => null,
        });
}
