using MLTransfer.Data;

namespace MLTransfer.Tool.Options;

/// <summary>A backbone as the command line names it.</summary>
internal sealed record BackboneChoice
{
    public string Name { get; init; } = Backbone.ResNet18.Name;

    public string? WeightsPath { get; init; }

    public int? InputSize { get; init; }

    public double? Alpha { get; init; }

    public PreprocessingName? Preprocessing { get; init; }

    public string? Output { get; init; }

    public bool? KeepClassifier { get; init; }

    public static OptionSet<BackboneChoice> CreateOptions() => new OptionSet<BackboneChoice>()
        .Add<string>(
            "--backbone", "NAME|FILE.onnx", "the pretrained network: one of 'mltransfer backbones', or an ONNX file of your own (default: ResNet18)",
            (o, v) => o with { Name = v })
        .Add<string>(
            "--weights-path", "FILE.h5", "a file of weights for a network of Keras (default: the published ones)",
            (o, v) => o with { WeightsPath = v })
        .Add<int>("--input-size", "PIXELS", "the side of the images of a network of Keras", (o, v) => o with { InputSize = v })
        .Add<double>("--alpha", "X", "the width of MobileNetV2 (default: 1)", (o, v) => o with { Alpha = v })
        .Add<PreprocessingName>(
            "--preprocessing", null, "the normalisation that an ONNX file expects (default: None)",
            (o, v) => o with { Preprocessing = v })
        .Add<string>(
            "--output", "TENSOR", "the output of an ONNX file that is used (default: the first, without its classifier)",
            (o, v) => o with { Output = v })
        .Add<bool>(
            "--keep-classifier", null, "whether the old classifier of an ONNX file stays (default: false)",
            (o, v) => o with { KeepClassifier = v });

    /// <summary>The backbone; nothing is read or downloaded yet.</summary>
    /// <param name="store">Where published weights come from.</param>
    /// <exception cref="WrongUsageException">There is none of that name, or an option does not go with it.</exception>
    public Backbone ToBackbone(WeightStore store)
    {
        if (Name.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
        {
            Refuse((WeightsPath, "--weights-path"), (InputSize, "--input-size"), (Alpha, "--alpha"));
            return Backbone.FromOnnx(Name, new BackboneOptions
            {
                Preprocessing = (Preprocessing ?? PreprocessingName.None).ToPreprocessing(),
                Output = Output,
                KeepClassifier = KeepClassifier ?? false,
            });
        }

        Refuse((Preprocessing, "--preprocessing"), (Output, "--output"), (KeepClassifier, "--keep-classifier"));
        Backbone known = Find(Name);
        if (!Enum.TryParse(known.Name, out KerasNetwork network))
        {
            Refuse((WeightsPath, "--weights-path"), (InputSize, "--input-size"), (Alpha, "--alpha"));
            return known;
        }

        return Backbone.FromKeras(
            network, new KerasOptions { WeightsPath = WeightsPath, InputSize = InputSize, Alpha = Alpha ?? 1, Store = store });
    }

    /// <summary>The backbone of the catalog with a name, in upper or lower case.</summary>
    /// <exception cref="WrongUsageException">There is none.</exception>
    public static Backbone Find(string name)
    {
        string[] names = [.. Backbone.Catalog.Select(b => b.Name)];
        if (Backbone.Catalog.FirstOrDefault(b => b.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known)
            return known;
        string meant = NearestName.Of(name, names) is { } near ? $" Did you mean {near}?" : "";
        throw new WrongUsageException(
            $"There is no backbone '{name}', and it is no .onnx file.{meant} There are: {string.Join(", ", names)}.");
    }

    private void Refuse(params ReadOnlySpan<(object? Value, string Option)> options)
    {
        foreach ((object? value, string option) in options)
        {
            if (value is not null)
                throw new WrongUsageException($"{option} does not go with the backbone '{Name}'.");
        }
    }
}
