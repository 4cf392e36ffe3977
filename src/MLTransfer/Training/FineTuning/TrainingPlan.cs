using TorchSharp;

namespace MLTransfer.Training.FineTuning;

/// <summary>How a network is trained by <see cref="TorchTrainer"/>.</summary>
internal sealed record TrainingPlan
{
    public required TrainingPhase Phase { get; init; }

    public required int Epochs { get; init; }

    public required int BatchSize { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>The learning rate of the lowest layer, as a share of that of the highest.</summary>
    public double LowestLearningRate { get; init; } = 1;

    public TrainingOptimizer Optimizer { get; init; }

    public double WeightDecay { get; init; } = .01;

    public double WarmUp { get; init; } = .1;

    public double? MaxGradientNorm { get; init; } = 1;

    public double LabelSmoothing { get; init; }

    public double MixUp { get; init; }

    public double CutMix { get; init; }

    /// <summary>What each class counts; null where all count the same.</summary>
    public float[]? ClassWeights { get; init; }

    public torch.ScalarType Precision { get; init; } = torch.ScalarType.Float32;

    public required EarlyStopping Stopping { get; init; }

    public int Seed { get; init; } = 1;

    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether accuracy on the training set is reported.</summary>
    public bool MeasuresTraining { get; init; } = true;

    /// <summary>Is told of each epoch.</summary>
    public Action<ImageTransferMetrics>? AfterEpoch { get; init; }

    /// <summary>Where the state is saved after each epoch; null for nowhere.</summary>
    public CheckpointPlace? Checkpoint { get; init; }
}
