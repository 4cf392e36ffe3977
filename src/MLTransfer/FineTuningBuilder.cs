namespace MLTransfer;

/// <summary>How <see cref="TransferPipeline.FineTune"/> fine-tunes. Each call gives a new builder and leaves the old one as it was.</summary>
public sealed class FineTuningBuilder
{
    internal FineTuningBuilder(ImageTransferTrainer.Options options) => Options = options;

    internal ImageTransferTrainer.Options Options { get; }

    /// <summary>A stage, which learns with all that follows, or a tensor, after which everything learns. Default: the last stage.</summary>
    public FineTuningBuilder UnfreezeFrom(string stageOrTensor) => new(Options with { UnfreezeFrom = stageOrTensor });

    /// <summary>The most epochs. Default: 10.</summary>
    public FineTuningBuilder Epochs(int epochs) => new(Options with { Epoch = epochs });

    /// <summary>The learning rate at its height and at the top of the network. Default: 0.0001 for AdamW, 0.005 for SGD.</summary>
    public FineTuningBuilder LearningRate(float learningRate) => new(Options with { LearningRate = learningRate });

    /// <summary>The number of images in a step. Default: 32.</summary>
    public FineTuningBuilder BatchSize(int images) => new(Options with { BatchSize = images });

    /// <summary>What follows the gradients. Default: <see cref="TrainingOptimizer.AdamW"/>.</summary>
    public FineTuningBuilder Optimizer(TrainingOptimizer optimizer) => new(Options with { Optimizer = optimizer });

    /// <summary>Takes this probability from the true class and spreads it over all. Default: 0.</summary>
    public FineTuningBuilder LabelSmoothing(float share) => new(Options with { LabelSmoothing = share });

    /// <summary>The alpha of MixUp between the activations of two images. Default: 0, off.</summary>
    public FineTuningBuilder MixUp(float alpha) => new(Options with { MixUp = alpha });

    /// <summary>The alpha of CutMix between the activations of two images. Default: 0, off.</summary>
    public FineTuningBuilder CutMix(float alpha) => new(Options with { CutMix = alpha });

    /// <summary>The arithmetic. Default: bfloat16 where the processor has it.</summary>
    public FineTuningBuilder Precision(Precision precision) => new(Options with { TrainingPrecision = precision });
}
