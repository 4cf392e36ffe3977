using TrainerOptions = MLTransfer.ImageTransferTrainer.Options;

namespace MLTransfer.Tool.Options;

/// <summary>How the classifier is trained: <see cref="ImageTransferTrainer.Options"/> by their names.</summary>
internal static class ClassifierOptionSet
{
    /// <summary>The name of the option for augmented versions.</summary>
    public const string Views = "--views";

    public static OptionSet<TrainerOptions> Create() => new OptionSet<TrainerOptions>()
        .Add<TransferMode>("--mode", null, "how much of the network learns (default: FeatureExtraction)", (o, v) => o with { Mode = v })
        .Add<int>(
            "--epoch", "N", "the most epochs (default: 10 for fine-tuning, 100 for a head of kind Mlp, 200 for Linear)",
            (o, v) => o with { Epoch = v }, "--epochs")
        .Add<int>("--batch-size", "N", "images in a step of gradient descent (default: 32)", (o, v) => o with { BatchSize = v })
        .Add<float>(
            "--learning-rate", "X", "the learning rate at its height (default: 0.0001 for fine-tuning by AdamW, 0.005 by SGD; none for a linear "
            + "head, whose solver finds its own steps)", (o, v) => o with { LearningRate = v })
        .Add<double>(
            "--l2-regularization", "X", "the strength of L2 regularisation (default: the best of 0.0001 to 1 on the validation set)",
            (o, v) => o with { L2Regularization = v })
        .Add<bool>(
            "--calibrate-probabilities", null, "whether probabilities are fitted to how often the classifier is right on the validation set "
            + "(default: true)", (o, v) => o with { CalibrateProbabilities = v })
        .Add<bool>("--balance-classes", null, "whether each class counts the same (default: false)", (o, v) => o with { BalanceClasses = v })
        .Add<int>(
            Views, "N", "augmented versions of each training image beside itself; 0, for fine-tuning, makes new ones each epoch (default: 3)",
            (o, v) => o with { Views = v });
}
