using MLTransfer.Networks;
using MLTransfer.Training.FineTuning;
using MLTransfer.Training.Torch;
using Onnx;
using TorchSharp;

namespace MLTransfer.Training;

/// <summary>
/// Trains a head with a hidden layer on standardised features: AdamW, cosine schedule, early stopping. Hidden weights start as in He et al.,
/// "Delving Deep into Rectifiers", 2015; the output starts at 0.
/// </summary>
internal sealed class MlpTrainer(ImageTransferTrainer.Options options, int threads)
{
    private const int DefaultEpochs = 100;
    private const double DefaultLearningRate = 1e-3;
    private const long HeadOpset = 13;

    // Guessing has a loss of ln(classes). Weights that only just do not overflow are no classifier either.
    private const double HopelessLoss = 100;

    /// <param name="train">The training set.</param>
    /// <param name="validation">The validation set, or null.</param>
    /// <param name="classes">The number of classes.</param>
    /// <returns>The head, for features that are not standardised.</returns>
    /// <exception cref="TorchRuntimeException">libtorch is not there.</exception>
    /// <exception cref="TrainingDataException">The learning rate is too high: the loss was never finite.</exception>
    public HeadLayers Train(FeatureSet train, FeatureSet? validation, int classes)
    {
        TorchRuntime.Load();
        torch.set_num_threads(threads);
        Standardisation standardisation = Standardisation.Of(train);
        var plan = new TrainingPlan
        {
            Phase = TrainingPhase.Classifier,
            Epochs = options.Epoch ?? DefaultEpochs,
            BatchSize = options.BatchSize,
            LearningRate = options.LearningRate ?? DefaultLearningRate,
            WeightDecay = options.L2Regularization ?? options.WeightDecay,
            LabelSmoothing = options.LabelSmoothing,
            ClassWeights = options.BalanceClasses ? ClassWeights.Balanced(train.CountByClass(classes)) : null,
            Stopping = options.EarlyStoppingCriteria ?? FineTuningRun.DefaultStopping,
            Seed = options.Seed,
            Threads = threads,
            MeasuresTraining = options.TestOnTrainSet,
            AfterEpoch = options.MetricsCallback,
        };
        HeadLayers start = Start(train.Features[0].Length, classes);
        using var network = new TorchNetwork(
            start.ForTraining(Features(train.Features[0].Length), TensorNames.Features, options.Head.Dropout),
            TensorNames.Features, TensorNames.Logits, torch.CPU);
        TrainingOutcome outcome = new TorchTrainer(network, torch.CPU, plan)
            .Train(Standardised(train), validation is null ? null : Standardised(validation), options.CancellationToken);
        options.CancellationToken.ThrowIfCancellationRequested();
        if (outcome.BestEpoch == 0 || LossOf(outcome.History[outcome.BestEpoch - 1]) > HopelessLoss * Math.Log(classes))
            throw new TrainingDataException(
                $"Training does not converge with a LearningRate of {plan.LearningRate:g3}. Use a smaller one, or leave it out.");
        HeadLayers trained = start.With(network.ReadWeights());
        return trained with { Hidden = trained.Hidden!.Before(standardisation) };

        FeatureBatches Standardised(FeatureSet set) => new([.. set.Features.Select(standardisation.Apply)], set.Labels);
    }

    private static double LossOf(ImageTransferMetrics metrics) => metrics.ValidationLoss ?? metrics.Loss;

    /// <summary>A network of nothing but its input, to put a head on.</summary>
    private static ModelProto Features(int length)
    {
        var graph = new GraphProto { Name = "head" };
        graph.Input.Add(GraphElements.BatchOf(TensorNames.Features, length));
        var network = new ModelProto { IrVersion = 7, Graph = graph };
        network.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = HeadOpset });
        return network;
    }

    private HeadLayers Start(int features, int classes)
    {
        int units = options.Head.HiddenUnits;
        var random = new Random(options.Seed);
        float bound = MathF.Sqrt(6f / features);
        float[] weights = [.. Enumerable.Range(0, units * features).Select(_ => (random.NextSingle() * 2 - 1) * bound)];
        return new HeadLayers(new LinearHead(weights, new float[units]), new LinearHead(new float[classes * units], new float[classes]));
    }
}
