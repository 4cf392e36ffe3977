namespace MLTransfer.Benchmarks.FineTuning;

/// <summary>A whole run of fine-tuning.</summary>
internal sealed record JobOptions
{
    /// <summary>The folder with the photos. Default: the repository's own pictures.</summary>
    public string Folder
    {
        get => field ?? OwnPictures.Folder;
        init;
    }

    /// <summary>The most photos.</summary>
    public int Images { get; init; } = int.MaxValue;

    /// <summary>The epochs of fine-tuning; 0 for feature extraction alone.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>The network; null for ResNet18.</summary>
    public KerasNetwork? Network { get; init; }

    /// <summary>What differs in the network.</summary>
    public KerasOptions Keras { get; init; } = new();

    /// <summary>Where the features are taken; null for the end of the network.</summary>
    public string? Cut { get; init; }

    public Backbone Backbone => Network is { } network ? Backbone.FromKeras(network, Keras) : Backbone.ResNet18;

    public string UnfreezeFrom { get; init; } = "layer4";

    /// <summary>The arithmetic of the frozen part.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>The arithmetic of what learns.</summary>
    public Precision Training { get; init; } = Precision.Auto;

    /// <summary>Whether the fine-tuned model is kept even if it is no better than the one before.</summary>
    public bool KeepsTuned { get; init; }

    /// <summary>Decides on the split, and on all that training draws.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The share of the photos that chooses the epoch.</summary>
    public double Validation { get; init; } = .2;

    /// <summary>The share of the photos that measures the result, where the folder has no test photos of its own.</summary>
    public double Test { get; init; } = .15;

    /// <summary>What the peak of memory is held against, in bytes; null for nothing.</summary>
    public long? MemoryLimit { get; init; }

    /// <param name="defaults">What holds where an option is not given.</param>
    /// <param name="arguments">The options.</param>
    /// <exception cref="ArgumentException">There is no such option, or its value is missing or wrong.</exception>
    public static JobOptions Parse(JobOptions defaults, ReadOnlySpan<string> arguments)
    {
        JobOptions options = defaults;
        while (!arguments.IsEmpty)
        {
            if (arguments[0] == "--keep-tuned")
            {
                options = options with { KeepsTuned = true };
                arguments = arguments[1..];
                continue;
            }

            string name = arguments[0];
            string? value = arguments.Length > 1 ? arguments[1] : null;
            options = name switch
            {
                "--data" => options with { Folder = OptionValue.Folder(name, value) },
                "--images" => options with { Images = OptionValue.Number(name, value) },
                "--epochs" => options with { Epochs = OptionValue.Number(name, value, least: 0) },
                "--backbone" => options with { Network = OptionValue.Choice<KerasNetwork>(name, value) },
                "--weights" => options with { Keras = options.Keras with { WeightsPath = value ?? throw new ArgumentException("--weights needs a file.") } },
                "--size" => options with { Keras = options.Keras with { InputSize = OptionValue.Number(name, value) } },
                "--alpha" => options with { Keras = options.Keras with { Alpha = OptionValue.Factor(name, value) } },
                "--cut" => options with { Cut = value ?? throw new ArgumentException("--cut needs a stage or tensor.") },
                "--unfreeze" => options with { UnfreezeFrom = value ?? throw new ArgumentException("--unfreeze needs a stage.") },
                "--precision" => options with { Precision = OptionValue.Choice<Precision>(name, value) },
                "--training" => options with { Training = OptionValue.Choice<Precision>(name, value) },
                "--seed" => options with { Seed = OptionValue.Number(name, value) },
                "--validation" => options with { Validation = OptionValue.Share(name, value) },
                "--test" => options with { Test = OptionValue.Share(name, value) },
                _ => throw new ArgumentException($"There is no option '{name}'; 'help' lists them."),
            };
            arguments = arguments[2..];
        }

        return options;
    }
}
