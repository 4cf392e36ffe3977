using MLTransfer;
using Samples;

namespace CustomBackbone;

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine : SampleCommand
{
    public const string Help = """
        Trains a classifier on the features of an ONNX network of your own.

        usage: dotnet run -c Release --project samples/CustomBackbone -- [options]

          --onnx FILE          an image classifier or feature extractor as ONNX (default: ResNet18.onnx as its NuGet package brings it)
          --preprocessing HOW  how it wants its pixels: none (0..255), torch (ImageNet mean and deviation), keras (-1..1),
                               caffe (BGR less ImageNet's mean) (default: caffe, which that file wants)
          --cut NAME           the stage or tensor whose features to take (default: the last one)
          --data FOLDER        pictures in one folder per class, or in train, validation and test folders of these
                               (default: the pictures of this repository, assets/pictures)
          --workspace FOLDER   where extracted features are kept from run to run (default: the user's cache folder)
          --seed N             decides which picture is for training and which for testing (default: 1)
          --help               this text

        exit codes: 0 done, 1 failed, 2 bad arguments or pictures not in class folders, 130 stopped by Ctrl+C
        """;

    private static readonly Dictionary<string, Preprocessing> Ways = new()
    {
        ["none"] = Preprocessing.None,
        ["torch"] = Preprocessing.ImageNetTorch,
        ["keras"] = Preprocessing.Keras,
        ["caffe"] = Preprocessing.Caffe,
    };

    /// <summary>The file, which comes with a package, where the user names none.</summary>
    public string Onnx { get; private init; } = Path.Combine(AppContext.BaseDirectory, "DnnImageModels", "ResNet18Onnx", "ResNet18.onnx");

    public Preprocessing Preprocessing { get; private init; } = Preprocessing.Caffe;

    public string? Cut { get; private init; }

    /// <exception cref="CommandLineException">An option is unknown, or its value is missing or of no use.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
        => Parse<CommandLine>(arguments, (command, option, value) => option switch
        {
            "--onnx" => command with { Onnx = value("network.onnx") },
            "--preprocessing" => command with { Preprocessing = Way(value("torch")) },
            "--cut" => command with { Cut = value("layer3") },
            _ => null,
        });

    private static Preprocessing Way(string name) => Ways.TryGetValue(name, out Preprocessing? way)
        ? way
        : throw new CommandLineException($"'{name}' of --preprocessing is none of {string.Join(", ", Ways.Keys)}.");
}
