using MLTransfer.Data;

namespace MLTransfer;

public sealed partial class ImageTransferTrainer
{
    public sealed partial record Options
    {
        /// <summary>
        /// What learns in <see cref="TransferMode.FineTuning"/>: a stage (<see cref="Backbone.Stages"/>), which learns with all that follows, or a
        /// tensor (<see cref="Backbone.Cuts"/>), after which everything learns. Default: null, the last stage.
        /// </summary>
        public string? UnfreezeFrom { get; init; }

        /// <summary>The kind of classifier on the features. Default: <see cref="Head.Linear"/>.</summary>
        public Head Head { get; init; } = Head.Linear;

        /// <summary>How versions of the training images are made, in both modes. Default: null, the images as they are.</summary>
        public ImageAugmentation? Augmentation { get; init; }

        /// <summary>
        /// How many augmented versions of each training image are computed and cached beside the image itself, where there is an
        /// <see cref="Augmentation"/>; an epoch of fine-tuning draws one of them for each image. Time and disk space of the extraction grow with it.
        /// 0, for fine-tuning only, makes a new version for each epoch and caches none. Default: 3.
        /// </summary>
        public int Views { get; init; } = 3;

        /// <summary>What follows the gradients in fine-tuning. Default: <see cref="TrainingOptimizer.AdamW"/>.</summary>
        public TrainingOptimizer Optimizer { get; init; }

        /// <summary>
        /// The learning rate next to the frozen part, as a share of <see cref="LearningRate"/>, 0 to 1; the layers between learn in geometric steps:
        /// the lower a layer, the more general and the less in need of change. Default: 0.3.
        /// </summary>
        /// <remarks>Howard and Ruder, "Universal Language Model Fine-tuning for Text Classification", 2018, section 3.2.</remarks>
        public float LowestLearningRate { get; init; } = .3f;

        /// <summary>The decoupled weight decay of fine-tuning and of <see cref="Head.Mlp"/>; none for biases and normalisation. Default: 0.01.</summary>
        public float WeightDecay { get; init; } = .01f;

        /// <summary>Gradients of fine-tuning with a larger norm are scaled down to it. Default: 1; null for no bound.</summary>
        public float? MaxGradientNorm { get; init; } = 1;

        /// <summary>
        /// The share of the steps in which the learning rate rises to its full height, before it falls along a cosine. Default: 0.1.
        /// </summary>
        public float WarmUp { get; init; } = .1f;

        /// <summary>
        /// Whether the scales and shifts of batch and layer normalisation learn, too; batch statistics never do. Layer normalisation is known also
        /// where it was exported in its parts, as PyTorch does below opset 17 (ReduceMean, Sub, Pow, ReduceMean, Add, Sqrt, Div, Mul, Add), but not
        /// in another order of operators. Default: true.
        /// </summary>
        public bool TrainNormalization { get; init; } = true;

        /// <summary>
        /// The probability that is taken from the true class and spread over all in fine-tuning and for <see cref="Head.Mlp"/>, 0 to less than 1.
        /// Default: 0.
        /// </summary>
        /// <remarks>Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", 2016, section 7.</remarks>
        public float LabelSmoothing { get; init; }

        /// <summary>The alpha of MixUp between the activations of two images in fine-tuning; 0.2 is usual. Default: 0, off.</summary>
        /// <remarks>Zhang et al., "mixup: Beyond Empirical Risk Minimization", 2018; on inner layers: Verma et al., "Manifold Mixup", 2019.</remarks>
        public float MixUp { get; init; }

        /// <summary>The alpha of CutMix between the activations of two images in fine-tuning; 1 is usual. Default: 0, off.</summary>
        /// <remarks>Yun et al., "CutMix: Regularization Strategy to Train Strong Classifiers with Localizable Features", 2019.</remarks>
        public float CutMix { get; init; }

        /// <summary>
        /// Whether each class counts the same, however many images it has, when the classifier is trained and fine-tuned. Default: false.
        /// </summary>
        public bool BalanceClasses { get; init; }

        /// <summary>
        /// The arithmetic of fine-tuning: <see cref="Precision.Float32"/> or <see cref="Precision.BFloat16"/>, about twice as fast on processors that
        /// have it; weights and their updates are float32 in both. Default: <see cref="Precision.Auto"/>, bfloat16 where the processor has it.
        /// </summary>
        public Precision TrainingPrecision { get; init; }

        /// <summary>
        /// How activations are cached for fine-tuning: <see cref="Precision.Float16"/>, or <see cref="Precision.Float32"/> at twice the disk space.
        /// Default: Auto, which is float16.
        /// </summary>
        public Precision CachePrecision { get; init; }

        /// <summary>
        /// Whether the model before fine-tuning is kept where fine-tuning did not make it better on the validation set. Without one, the fine-tuned
        /// model is kept. Default: true.
        /// </summary>
        public bool KeepBest { get; init; } = true;

        /// <summary>
        /// Whether fine-tuning saves its state in <see cref="ExtractionOptions.WorkspacePath"/> after each epoch, so that a run that was killed goes
        /// on from there when it is started again with the same images and options. Default: true.
        /// </summary>
        public bool Checkpoints { get; init; } = true;

        private void ValidateFineTuning()
        {
            ArgumentNullException.ThrowIfNull(Head);
            Bounds.Require(Views >= 0, Views, "at least 0");
            Bounds.RequireDefined(Optimizer);
            Bounds.Require(LowestLearningRate is > 0 and <= 1, LowestLearningRate, "more than 0 and at most 1");
            Bounds.Require(WeightDecay is >= 0 and < float.PositiveInfinity, WeightDecay, "at least 0");
            Bounds.Require(MaxGradientNorm is null or > 0, MaxGradientNorm, "more than 0, or null for no bound");
            Bounds.Require(WarmUp is >= 0 and <= 1, WarmUp, "at least 0 and at most 1");
            Bounds.Require(LabelSmoothing is >= 0 and < 1, LabelSmoothing, "at least 0 and less than 1");
            Bounds.Require(MixUp is >= 0 and < float.PositiveInfinity, MixUp, "at least 0");
            Bounds.Require(CutMix is >= 0 and < float.PositiveInfinity, CutMix, "at least 0");
            Bounds.Require(
                TrainingPrecision is Precision.Auto or Precision.Float32 or Precision.BFloat16, TrainingPrecision, "Auto, Float32 or BFloat16");
            Bounds.Require(CachePrecision is Precision.Auto or Precision.Float32 or Precision.Float16, CachePrecision, "Auto, Float32 or Float16");
        }

        private void ValidateMode()
        {
            if (Mode == TransferMode.FineTuning)
                return;
            if (UnfreezeFrom is not null)
            {
                throw new ArgumentException(
                    $"UnfreezeFrom is '{UnfreezeFrom}', and only fine-tuning unfreezes anything: set Mode to TransferMode.FineTuning.",
                    nameof(UnfreezeFrom));
            }

            if (Augmentation is not null && Views == 0)
            {
                throw new ArgumentException(
                    "Views is 0, which makes new versions of the images in every epoch: that belongs to fine-tuning " +
                    "(Mode = TransferMode.FineTuning). Feature extraction computes each version once; use at least 1.",
                    nameof(Views));
            }
        }
    }
}
