using Microsoft.ML;
using MLTransfer.Data;

namespace MLTransfer;

public sealed partial class ImageTransferTrainer
{
    /// <summary>
    /// The options of an <see cref="ImageTransferTrainer"/>. Those that mean the same as in ML.NET's ImageClassificationTrainer bear the same name.
    /// </summary>
    public sealed partial record Options : ExtractionOptions
    {
        /// <summary>The column of images: paths (text), encoded images (vector of bytes) or MLImage. Default: <c>ImagePath</c>.</summary>
        public string FeatureColumnName { get; init; } = "ImagePath";

        /// <summary>The column of labels, of key type. Default: <c>Label</c>.</summary>
        public string LabelColumnName { get; init; } = "Label";

        /// <summary>The column that receives the probabilities of the classes. Default: <c>Score</c>.</summary>
        public string ScoreColumnName { get; init; } = "Score";

        /// <summary>The column that receives the most probable class, as a key. Default: <c>PredictedLabel</c>.</summary>
        public string PredictedLabelColumnName { get; init; } = "PredictedLabel";

        /// <summary>The pretrained network. Default: <see cref="Backbone.ResNet18"/>.</summary>
        public Backbone Backbone { get; init; } = Backbone.ResNet18;

        /// <summary>How much of the network learns. Default: <see cref="TransferMode.FeatureExtraction"/>.</summary>
        public TransferMode Mode { get; init; }

        /// <summary>
        /// The most epochs, passes over the whole training set: of fine-tuning in <see cref="TransferMode.FineTuning"/>, else of the classifier, for
        /// each strength of regularisation that is tried. Default: null, which is 10 for fine-tuning, 100 for <see cref="Head.Mlp"/>, and 200 for a
        /// linear head, whose solver usually needs a few dozen.
        /// </summary>
        public int? Epoch { get; init; }

        /// <summary>
        /// The number of images in a step of fine-tuning, and of gradient descent with a <see cref="LearningRate"/>; more than there are make one
        /// step an epoch, and a rest of less than a quarter is spread over the other steps. Images are extracted at most 8 at a time and thread,
        /// as more is no faster. Default: 32.
        /// </summary>
        public override int BatchSize { get; init; } = 32;

        /// <summary>
        /// The learning rate of fine-tuning at its height (default: 0.0001 for AdamW, 0.005 for SGD). In feature extraction, the step of plain
        /// gradient descent (of AdamW for <see cref="Head.Mlp"/>: default 0.001). Default: null; a linear head is then trained by a solver that finds
        /// its own steps (L-BFGS) and stops at the optimum, which is faster and better.
        /// </summary>
        public float? LearningRate { get; init; }

        /// <summary>
        /// Stops early when the validation set no longer gains. Default: null: the solver of a linear head runs until it has converged; fine-tuning
        /// and
        /// <see cref="Head.Mlp"/> stop after 5 epochs without a lower validation loss. These two always keep the weights of their best epoch.
        /// </summary>
        public EarlyStopping? EarlyStoppingCriteria { get; init; }

        /// <summary>
        /// The strength of L2 regularisation: that many halves of the squared weights (for standardised features) are added to the mean
        /// cross-entropy. Default: null, the best of 0.0001 to 1 on the validation set, or 0.01 where there is none. Of <see cref="Head.Mlp"/> it is
        /// the decoupled weight decay, by default <see cref="WeightDecay"/>, and nothing is searched.
        /// </summary>
        public double? L2Regularization { get; init; }

        /// <summary>
        /// The images that decide on the strength of regularisation and on early stopping. Its label column may hold keys or the values they
        /// stand for. Default: null, a part of the training set.
        /// </summary>
        public IDataView? ValidationSet { get; init; }

        /// <summary>
        /// The share of the training set, 0 to less than 1, that is held out for validation where <see cref="ValidationSet"/> is null: of each class,
        /// identical images together. Default: null, which is 0.1. 0 trains without validation.
        /// </summary>
        public float? ValidationSetFraction { get; init; }

        /// <summary>
        /// Whether the probabilities of the trained classifier are fitted to how often it is right on the validation set, by one temperature that
        /// divides all logits. The predicted classes stay the same; weights of the last layer hold the result, so every saved file has it. Where the
        /// validation set is too small, or has too few errors to make probabilities surer, they stay as they are
        /// (<see cref="ProbabilityCalibration.Obstacle"/>). What <see cref="MetricsCallback"/> and <see cref="FineTuningSummary"/> tell of losses is
        /// before it. Unlike <see cref="ExtractionOptions.CalibrationImages"/>, which is about int8. Default: true.
        /// </summary>
        public bool CalibrateProbabilities { get; init; } = true;

        /// <summary>Is told of each epoch. Default: null.</summary>
        public Action<ImageTransferMetrics>? MetricsCallback { get; init; }

        /// <summary>Whether <see cref="MetricsCallback"/> is told the accuracy on the training set. Default: true.</summary>
        public bool TestOnTrainSet { get; init; } = true;

        /// <summary>Whether features of training images that are in the cache are used; safe, as they are found by content. Default: true.</summary>
        public bool ReuseTrainSetBottleneckCachedValues { get; init; } = true;

        /// <summary>Whether features of validation images that are in the cache are used. Default: true.</summary>
        public bool ReuseValidationSetBottleneckCachedValues { get; init; } = true;

        /// <summary>
        /// Decides which images are held out for validation, the order of mini-batches, and all that augmentation, mixing and dropout draw. Default:
        /// 1.
        /// </summary>
        public int Seed { get; init; } = 1;

        /// <summary>How many versions of a training image are computed beforehand, itself included.</summary>
        internal int TrainVersions => Augmentation is null ? 1 : 1 + Views;

        /// <summary>What chose the cut; null where the user did.</summary>
        internal StageProbeReport? StageProbe { get; init; }

        internal void Validate()
        {
            ValidateBounds();
            ValidateMode();
        }

        /// <summary>Checks each option by itself; what goes only with a mode that may still be set is not looked at.</summary>
        internal void ValidateBounds()
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(FeatureColumnName);
            ArgumentException.ThrowIfNullOrWhiteSpace(LabelColumnName);
            ArgumentException.ThrowIfNullOrWhiteSpace(ScoreColumnName);
            ArgumentException.ThrowIfNullOrWhiteSpace(PredictedLabelColumnName);
            if (ScoreColumnName == PredictedLabelColumnName)
            {
                throw new ArgumentException(
                    $"PredictedLabelColumnName and ScoreColumnName are both '{ScoreColumnName}'; they must be two columns.",
                    nameof(PredictedLabelColumnName));
            }

            ArgumentNullException.ThrowIfNull(Backbone);
            ArgumentNullException.ThrowIfNull(Limits);
            Bounds.Require(BatchSize >= 1, BatchSize, "at least 1");
            Bounds.Require(Threads is null or >= 1, Threads, "at least 1, or null for one a processor");
            Bounds.Require(Epoch is null or >= 1, Epoch, "at least 1");
            Bounds.Require(LearningRate is null or (> 0 and < float.PositiveInfinity), LearningRate, "more than 0");
            Bounds.Require(L2Regularization is null or (>= 0 and < double.PositiveInfinity), L2Regularization, "at least 0");
            Bounds.Require(ValidationSetFraction is null or (>= 0 and < 1), ValidationSetFraction, "at least 0 and less than 1");
            Bounds.RequireDefined(Mode);
            Bounds.RequireDefined(Pooling);
            Bounds.RequireDefined(BadImages);
            if (Cut == MLTransfer.Cut.Auto && Pooling != FeaturePooling.Average)
            {
                throw new ArgumentException(
                    $"Pooling is {Pooling}, and Cut.Auto chooses the pooling as well as the cut. Leave Pooling out, or name a cut.", nameof(Pooling));
            }

            ValidatePrecision();
            EarlyStoppingCriteria?.Validate();
            ValidateFineTuning();
        }
    }
}
