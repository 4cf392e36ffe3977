using MLTransfer;
using Samples;
using static Samples.OptionValue;

namespace FineTuning;

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine : SampleCommand
{
    public const string Help = """
        Trains an image classifier in three ways, shows them side by side, and saves the best one:
        on features, on features with augmentation, and by fine-tuning the top of the network.

        usage: dotnet run -c Release --project samples/FineTuning -- [options]

          --data FOLDER       pictures in one folder per class, or in train, validation and test folders of these
                              (default: the pictures of this repository, assets/pictures)
          --out FOLDER        where the model, the report and the drawings go (default: models)
          --workspace FOLDER  where features and activations are kept from run to run (default: the user's cache folder)
          --epochs N          the most epochs of fine-tuning (default: 10)
          --unfreeze STAGE    the stage of ResNet18 that learns, with all above it: conv1, layer1, ... layer4 (default: layer4)
          --augment           fine-tune on augmented pictures, too
          --seed N            decides which picture is for training and which for testing (default: 1)
          --help              this text

        exit codes: 0 done, 1 failed, 2 bad arguments or pictures not in class folders,
                    130 stopped by Ctrl+C (in fine-tuning: with the best model so far)
        """;

    public string Out { get; private init; } = "models";

    public int Epochs { get; private init; } = 10;

    public string Unfreeze { get; private init; } = "layer4";

    public bool Augment { get; private init; }

    /// <exception cref="CommandLineException">An option is unknown, or its value is missing or of no use.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
        => Parse<CommandLine>(arguments, (command, option, value) => option switch
        {
            "--out" => command with { Out = FolderToWrite(option, value("folder")) },
            "--epochs" => command with { Epochs = Number(option, value("7"), least: 1) },
            "--unfreeze" => command with { Unfreeze = Stage(option, value("layer3")) },
            "--augment" => command with { Augment = true },
            _ => null,
        });

    // The library would say so as well, but only when the first two ways are done.
    private static string Stage(string option, string name)
    {
        string[] stages = [.. Backbone.ResNet18.Stages.Select(stage => stage.Name)];
        return stages.Contains(name)
            ? name
            : throw new CommandLineException($"'{name}' of {option} is no stage of ResNet18; it has {string.Join(", ", stages)}.");
    }
}
