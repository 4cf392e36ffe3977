using System.Diagnostics;
using MLTransfer.Training.FineTuning;
using TorchSharp;
using static TorchSharp.torch;

namespace MLTransfer.Benchmarks.FineTuning;

/// <summary>
/// What to compare with: TorchSharp's own modules and optimiser on batches that are ready in memory, in its faster layout (channels last).
/// </summary>
internal sealed class TorchAlone : TrainingContestant
{
    private readonly Layer4 _network;
    private readonly optim.Optimizer _optimizer;
    private readonly (Tensor Inputs, Tensor Labels)[] _batches;

    public TorchAlone(CachedActivations activations, ScalarType precision)
        : base($"torchsharp alone, {precision.ToString().ToLowerInvariant()}")
    {
        set_num_threads(activations.Options.Threads!.Value);
        random.manual_seed(1);
        _network = new Layer4(activations.Classes);
        // Statistics of batches stay frozen, as in the library.
        _network.eval();
        _network.to(precision);
        _optimizer = optim.AdamW(_network.parameters(), 1e-4);
        _batches = [.. Enumerable.Range(0, activations.Batches.Count).Chunk(activations.Options.BatchSize).Select(b => Ready(activations.Batches, b, precision))];
    }

    public override TimeSpan RunEpoch()
    {
        var clock = Stopwatch.StartNew();
        foreach ((Tensor inputs, Tensor labels) in _batches)
        {
            using var scope = NewDisposeScope();
            Tensor loss = nn.functional.cross_entropy(_network.forward(inputs).to(ScalarType.Float32), labels);
            _optimizer.zero_grad();
            loss.backward();
            _optimizer.step();
        }

        return clock.Elapsed;
    }

    public override void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
        foreach ((Tensor inputs, Tensor labels) in _batches)
        {
            inputs.Dispose();
            labels.Dispose();
        }
    }

    private static (Tensor Inputs, Tensor Labels) Ready(BatchSource source, int[] examples, ScalarType precision)
    {
        using var scope = NewDisposeScope();
        var values = new float[examples.Length * source.Length];
        source.Load(examples, epoch: 1, values);
        Tensor inputs = tensor(values, [examples.Length, .. source.Shape]).permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2).to(precision);
        Tensor labels = tensor(examples.Select(i => (long)source.Labels[i]).ToArray());
        return (inputs.MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
    }
}
