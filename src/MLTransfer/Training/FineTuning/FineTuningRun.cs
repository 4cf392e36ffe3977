using Microsoft.ML.Runtime;
using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Networks;
using MLTransfer.Training.Torch;
using Onnx;
using TorchSharp;

namespace MLTransfer.Training.FineTuning;

/// <summary>Trains the top of a network together with its classifier, and decides which model is the better one.</summary>
/// <param name="environment">Where messages go.</param>
/// <param name="options">The options of the trainer.</param>
/// <param name="extractor">Has the activations at the end of the frozen part.</param>
/// <param name="networks">The networks before fine-tuning.</param>
internal sealed class FineTuningRun(
    IHostEnvironment environment, ImageTransferTrainer.Options options, FeatureExtractor extractor, SessionNetworks networks)
{
    private const int DefaultEpochs = 10;
    private const double AdamWLearningRate = 1e-4;
    private const double SgdLearningRate = 5e-3;

    // From here on a network can learn its photos by heart; a rule of thumb, only worth a warning.
    private const long ManyParametersAnImage = 20_000;

    private readonly int _threads = options.Threads ?? Environment.ProcessorCount;
    private readonly ImageNetwork _trainable = networks.Trainable;
    private readonly Tap _tap = networks.Extracted.Tap!;

    /// <summary>When training ends where the options do not say.</summary>
    public static EarlyStopping DefaultStopping { get; } = new() { Metric = EarlyStoppingMetric.Loss, MinDelta = 0, Patience = 5 };

    /// <param name="start">The head trained on features of the frozen network.</param>
    /// <exception cref="TorchRuntimeException">libtorch is not there.</exception>
    /// <exception cref="NetworkException">ONNX Runtime and Torch do not agree on the network.</exception>
    public FineTunedNetwork Run(TrainedHead start)
    {
        TorchRuntime.Load();
        extractor.Rest();
        NativeHeap.Trim();
        torch.set_num_threads(_threads);
        torch.Device device = TrainingDevice.Find();
        var before = new Candidate(networks.Features, start.Head);
        ModelProto whole = start.Head.ForTraining(_trainable.Network, _trainable.Output, options.Head.Dropout);
        torch.ScalarType precision = BFloat16Arithmetic.Choose(options.TrainingPrecision, device);
        // What comes out of the whole network in ONNX Runtime is known already, unless what learns is another one.
        using TopOpening? opening = ReferenceEquals(_trainable, networks.Features)
            ? null
            : new TopOpening(new Candidate(_trainable, start.Head), _tap, _threads, optimises: false);
        using var network = new TorchNetwork(whole, _tap.Tensor, TensorNames.Logits, device, options.TrainNormalization, precision);
        var train = new ActivationBatches(extractor, start.Train, options, augments: true);
        var validation = new ActivationBatches(extractor, start.Validation, options, augments: false);
        var sample = ActivationSample.Of(start.Validation.Count > 0 ? start.Validation : start.Train.Plain(), extractor, TorchAgreement.Examples);
        var agreement = new TorchAgreement(network, device, _trainable.Description);
        long parameters = network.Weights.Sum(w => w.Values.numel());
        Announce(parameters, train.Count);
        CheckStart(agreement, sample, start.Head, opening);
        // Its memory is for training.
        opening?.Dispose();

        TrainingPlan plan = Plan(start, precision);
        if (options is { Checkpoints: true, Cache: true })
            plan = plan with { Checkpoint = RunIdentity.PlaceOf(plan, options, _trainable, _tap, start, environment.Warn) };
        TrainingOutcome outcome = new TorchTrainer(network, device, plan)
            .Train(train, validation.Count > 0 ? validation : null, options.CancellationToken);
        if (outcome.End == FineTuningEnd.Diverged)
        {
            environment.Warn(
                $"The loss was no longer finite in epoch {outcome.History.Count + 1} at a LearningRate of {plan.LearningRate:g3}, so fine-tuning " +
                $"stopped there; the weights {(outcome.BestEpoch == 0 ? "before fine-tuning" : $"of epoch {outcome.BestEpoch}")} are kept. " +
                "Use a smaller LearningRate.");
        }

        NativeHeap.Trim();
        using var after = new TopOpening(Tuned(start.Head, network.ReadWeights()), _tap, _threads);
        Compare(agreement, sample, after);
        FineTunedNetwork result = Decide(before, after, start, outcome, parameters, plan.Precision);
        // Who stopped a run may want to go on with it.
        if (outcome.End != FineTuningEnd.Cancelled)
            plan.Checkpoint?.Delete();
        return result;
    }

    /// <summary>Torch and ONNX Runtime must agree before anything has learned, so that no time is lost if they do not.</summary>
    private void CheckStart(TorchAgreement agreement, ActivationSample sample, HeadLayers head, TopOpening? opening)
    {
        if (opening is null)
            agreement.Check(sample, _tap.Shape, () => [.. sample.Features.Select(head.Logits)], TorchAgreement.RoundedTolerance);
        else
            Compare(agreement, sample, opening);
    }

    private void Compare(TorchAgreement agreement, ActivationSample sample, TopOpening top)
        => agreement.Check(sample, _tap.Shape, () => sample.LogitsOf(top.Candidate, top.Network), TorchAgreement.Tolerance);

    private void Announce(long parameters, int images)
    {
        environment.Info(
            $"Fine-tuning trains {Quantity.Of(parameters, "parameter")} above {FrozenPart.Describe(options.Backbone, _tap.Tensor)} " +
            $"on {Quantity.Of(images, "image")}.");
        if (parameters > ManyParametersAnImage * images)
        {
            environment.Warn(
                $"{Quantity.Of(parameters, "parameter")} learn from {Quantity.Of(images, "image")}, so they may learn these by heart (overfit). " +
                "Watch the validation loss; more images, augmentation, or unfreezing from a later stage help.");
        }
    }

    private TrainingPlan Plan(TrainedHead start, torch.ScalarType precision)
    {
        double defaultRate = options.Optimizer == TrainingOptimizer.AdamW ? AdamWLearningRate : SgdLearningRate;
        int classes = start.Head.Output.Classes;
        return new TrainingPlan
        {
            Phase = TrainingPhase.FineTuning,
            Epochs = options.Epoch ?? DefaultEpochs,
            BatchSize = options.BatchSize,
            LearningRate = options.LearningRate ?? defaultRate,
            LowestLearningRate = options.LowestLearningRate,
            Optimizer = options.Optimizer,
            WeightDecay = options.WeightDecay,
            WarmUp = options.WarmUp,
            MaxGradientNorm = options.MaxGradientNorm,
            LabelSmoothing = options.LabelSmoothing,
            MixUp = options.MixUp,
            CutMix = options.CutMix,
            ClassWeights = options.BalanceClasses ? ClassWeights.Balanced(start.Train.Plain().CountByClass(classes)) : null,
            Precision = precision,
            Stopping = options.EarlyStoppingCriteria ?? DefaultStopping,
            Seed = options.Seed,
            Threads = _threads,
            MeasuresTraining = options.TestOnTrainSet,
            AfterEpoch = options.MetricsCallback,
        };
    }

    /// <summary>The classifier with the weights that training gave.</summary>
    private Candidate Tuned(HeadLayers head, IReadOnlyDictionary<string, float[]> weights)
    {
        HashSet<string> ofBackbone = [.. _trainable.Network.Graph.Initializer.Select(i => i.Name)];
        Dictionary<string, float[]> replaced = weights.Where(w => ofBackbone.Contains(w.Key)).ToDictionary();
        return new Candidate(
            _trainable with
            {
                Network = WeightReplacement.Apply(_trainable.Network, replaced),
                Description = $"{_trainable.Description}, fine-tuned",
                Identity = $"{_trainable.Identity}|{WeightsHash.Of(replaced.OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => w.Value))}",
            },
            head.With(weights));
    }

    private FineTunedNetwork Decide(
        Candidate before, TopOpening after, TrainedHead start, TrainingOutcome outcome, long parameters,
        torch.ScalarType precision)
    {
        ValidationMetrics? old = null, tuned = null;
        IReadOnlyList<float[]> oldFeatures = [], tunedFeatures = [];
        if (start.Validation.Count > 0)
        {
            FeatureSet validation = start.Validation;
            using TopNetwork? top = before.Head.Hidden is null ? null : TopNetwork.AboveFeatures(before, _threads);
            oldFeatures = top?.Run(validation, extractor) ?? validation.Features;
            tunedFeatures = after.Network.Run(validation, extractor);
            old = ValidationMetrics.Of(before.Head.Output, oldFeatures, validation.Labels);
            tuned = ValidationMetrics.Of(after.Candidate.Head.Output, tunedFeatures, validation.Labels);
        }

        var summary = new FineTuningSummary
        {
            UnfrozenFrom = _tap.Tensor,
            UnfrozenStage = FrozenPart.StageAbove(options.Backbone, _tap.Tensor),
            TrainedParameters = parameters,
            AllParameters = WeightCount.Of(NetworkSlice.Below(options.Backbone.Network, options.Backbone.FindCut(options.Cut))) + before.Head.Count,
            TrainingImages = start.Train.ImageCount,
            Precision = precision == torch.ScalarType.BFloat16 ? Precision.BFloat16 : Precision.Float32,
            Epochs = outcome.History,
            BestEpoch = outcome.BestEpoch,
            End = outcome.End,
            AccuracyBefore = old?.Accuracy,
            LossBefore = old?.Loss,
            AccuracyAfter = tuned?.Accuracy,
            LossAfter = tuned?.Loss,
            IsKept = true,
        };
        summary = summary with { IsKept = outcome.BestEpoch > 0 && (!options.KeepBest || summary.IsBetter) };
        environment.Info($"Fine-tuning: {summary}.");
        return summary.IsKept ? new FineTunedNetwork(after.Candidate, summary, tunedFeatures) : new FineTunedNetwork(before, summary, oldFeatures);
    }
}
