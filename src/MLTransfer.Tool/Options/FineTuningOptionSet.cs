using TrainerOptions = MLTransfer.ImageTransferTrainer.Options;

namespace MLTransfer.Tool.Options;

/// <summary>How the top of the network learns: <see cref="ImageTransferTrainer.Options"/> by their names.</summary>
internal static class FineTuningOptionSet
{
    public static OptionSet<TrainerOptions> Create() => new OptionSet<TrainerOptions>()
        .Add<string>(
            "--unfreeze-from", "STAGE", "a stage, which learns with all that follows, or a tensor, after which all learns (default: the last stage; "
            + "'mltransfer backbones show NAME' lists them)", (o, v) => o with { UnfreezeFrom = v })
        .Add<TrainingOptimizer>("--optimizer", null, "what follows the gradients (default: AdamW)", (o, v) => o with { Optimizer = v })
        .Add<float>(
            "--lowest-learning-rate", "X", "the learning rate next to the frozen part, as a share of --learning-rate (default: 0.3)",
            (o, v) => o with { LowestLearningRate = v })
        .Add<float>("--weight-decay", "X", "decoupled weight decay (default: 0.01)", (o, v) => o with { WeightDecay = v })
        .Add<float>(
            "--max-gradient-norm", "X", "gradients with a larger norm are scaled down to it (default: 1)", (o, v) => o with { MaxGradientNorm = v })
        .Add<float>("--warm-up", "X", "the share of steps in which the learning rate rises (default: 0.1)", (o, v) => o with { WarmUp = v })
        .Add<bool>(
            "--train-normalization", null, "whether scales and shifts of normalisation learn (default: true)",
            (o, v) => o with { TrainNormalization = v })
        .Add<float>(
            "--label-smoothing", "X", "the probability taken from the true class and spread over all (default: 0)",
            (o, v) => o with { LabelSmoothing = v })
        .Add<float>("--mix-up", "ALPHA", "MixUp between the activations of two images (default: 0, off)", (o, v) => o with { MixUp = v })
        .Add<float>("--cut-mix", "ALPHA", "CutMix between the activations of two images (default: 0, off)", (o, v) => o with { CutMix = v })
        .Add<Precision>(
            "--training-precision", "Auto|Float32|BFloat16", "the arithmetic of fine-tuning (default: Auto, BFloat16 where the processor has it)",
            (o, v) => o with { TrainingPrecision = v })
        .Add<Precision>(
            "--cache-precision", "Auto|Float16|Float32", "how activations are kept for fine-tuning (default: Auto, Float16)",
            (o, v) => o with { CachePrecision = v })
        .Add<bool>(
            "--keep-best", null, "whether the model before fine-tuning is kept where fine-tuning made it no better (default: true)",
            (o, v) => o with { KeepBest = v })
        .Add<bool>(
            "--checkpoints", null, "whether the state is saved after each epoch, so that a run that was killed goes on (default: true)",
            (o, v) => o with { Checkpoints = v });
}
