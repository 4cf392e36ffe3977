using MLTransfer.Networks;
using MLTransfer.Training;
using MLTransfer.Training.FineTuning;
using MLTransfer.Training.Torch;
using TorchSharp;

namespace MLTransfer.Benchmarks.FineTuning;

/// <summary>This library, from the cache on disk.</summary>
internal sealed class LibraryTraining : TrainingContestant
{
    private readonly CachedActivations _activations;
    private readonly TorchNetwork _network;
    private readonly TrainingPlan _plan;
    private double _imagesPerSecond;

    public LibraryTraining(CachedActivations activations, torch.ScalarType precision)
        : base($"mltransfer, {precision.ToString().ToLowerInvariant()}")
    {
        TorchRuntime.Load();
        torch.set_num_threads(activations.Options.Threads!.Value);
        _activations = activations;
        _network = new TorchNetwork(
            Head(activations).ForTraining(activations.Features.Network, activations.Features.Output, dropout: 0),
            activations.Tensor, TensorNames.Logits, torch.CPU, precision: precision);
        _plan = new TrainingPlan
        {
            Phase = TrainingPhase.FineTuning,
            Epochs = 1,
            BatchSize = activations.Options.BatchSize,
            LearningRate = 1e-4,
            Precision = precision,
            Stopping = FineTuningRun.DefaultStopping,
            Threads = activations.Options.Threads!.Value,
            AfterEpoch = metrics => _imagesPerSecond = metrics.ImagesPerSecond!.Value,
        };
    }

    public override TimeSpan RunEpoch()
    {
        _ = new TorchTrainer(_network, torch.CPU, _plan).Train(_activations.Batches, validation: null, CancellationToken.None);
        return TimeSpan.FromSeconds(_activations.Batches.Count / _imagesPerSecond);
    }

    public override void Dispose() => _network.Dispose();

    // Not of zeros: nothing below it would get a gradient.
    private static HeadLayers Head(CachedActivations activations)
    {
        var random = new Random(1);
        float[] weights = [.. Enumerable.Range(0, activations.Classes * activations.Features.Length).Select(_ => (random.NextSingle() - .5f) / 10)];
        return new HeadLayers(null, new LinearHead(weights, new float[activations.Classes]));
    }
}
