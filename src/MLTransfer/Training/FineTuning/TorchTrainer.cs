using System.Diagnostics;
using MLTransfer.Training.Torch;
using TorchSharp;

namespace MLTransfer.Training.FineTuning;

/// <summary>Trains a network in Torch by stochastic gradient descent, epoch by epoch, and leaves it with the weights of its best epoch.</summary>
internal sealed class TorchTrainer(TorchNetwork network, torch.Device device, TrainingPlan plan)
{
    /// <param name="train">What it learns from.</param>
    /// <param name="validation">What chooses the best epoch; without it the last epoch is the best.</param>
    /// <param name="cancellationToken">Ends the training, with the best epoch so far.</param>
    public TrainingOutcome Train(BatchSource train, BatchSource? validation, CancellationToken cancellationToken)
    {
        using var scope = torch.NewDisposeScope();
        using Optimizer optimizer = CreateOptimizer();
        using var state = new TrainingState(network, optimizer, plan);
        state.Resume();
        using var loader = new BatchLoader(train, ShuffledBatches.LargestOf(train.Count, plan.BatchSize));
        var step = new TrainingStep(network, optimizer, device, plan, train.Labels);
        while (!state.IsOver)
        {
            ImageTransferMetrics? metrics;
            try
            {
                metrics = Epoch(state.Epoch + 1, step, loader, train.Count, validation, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return state.Finish(FineTuningEnd.Cancelled);
            }

            if (metrics is null)
                return state.Finish(FineTuningEnd.Diverged);
            state.Complete(metrics);
            plan.AfterEpoch?.Invoke(metrics);
        }

        return state.Finish();
    }

    /// <summary>One epoch, and what it gave; null where the loss was not finite.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    private ImageTransferMetrics? Epoch(
        int epoch, TrainingStep step, BatchLoader loader, int count, BatchSource? validation, CancellationToken cancellationToken)
    {
        ImageTransferMetrics? metrics = TrainEpoch(epoch, step, loader, count, cancellationToken);
        if (metrics is null || validation is null)
            return metrics;
        ValidationMetrics measured = Measure(validation, cancellationToken);
        return metrics with { ValidationLoss = measured.Loss, ValidationAccuracy = measured.Accuracy };
    }

    /// <summary>Trains on all examples once; null where the loss was not finite.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    private ImageTransferMetrics? TrainEpoch(int epoch, TrainingStep step, BatchLoader loader, int count, CancellationToken cancellationToken)
    {
        // For dropout: an epoch draws the same whether or not the run was resumed before it.
        torch.manual_seed(unchecked(plan.Seed * 7919L + epoch));
        int[][] batches = ShuffledBatches.Of(count, plan.BatchSize, plan.Seed, epoch);
        var clock = Stopwatch.StartNew();
        step.BeginEpoch(epoch);
        long done = (long)(epoch - 1) * batches.Length, total = (long)plan.Epochs * batches.Length;
        var schedule = new LearningRateSchedule(plan.WarmUp);
        double rate = 0;
        foreach ((int[] examples, torch.Tensor buffer) in loader.Load(batches, epoch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            rate = plan.LearningRate * schedule.At(done++, total);
            // A step may spoil what only the next one would show, and the last step of an epoch has none.
            if (!step.Take(examples, buffer, rate) || (done % batches.Length == 0 && !step.IsFinite(examples, buffer)))
                return null;
        }

        return new ImageTransferMetrics(epoch, 0, step.Loss, plan.MeasuresTraining ? step.Accuracy : null, null, null)
        {
            Phase = plan.Phase,
            LearningRate = rate,
            ImagesPerSecond = count / clock.Elapsed.TotalSeconds,
        };
    }

    /// <summary>Loss and accuracy on the validation set.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    private ValidationMetrics Measure(BatchSource validation, CancellationToken cancellationToken)
    {
        double loss = 0, hits = 0;
        using var loader = new BatchLoader(validation, Math.Min(plan.BatchSize, validation.Count));
        using var noGradient = torch.no_grad();
        foreach ((int[] examples, torch.Tensor buffer) in loader.Load([.. Enumerable.Range(0, validation.Count).Chunk(plan.BatchSize)], epoch: 0))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            torch.Tensor labels = torch.tensor(examples.Select(i => (long)validation.Labels[i]).ToArray()).to(device);
            torch.Tensor logits = network.Forward(buffer.narrow(0, 0, examples.Length).to(device), training: false, plan.Precision);
            loss += torch.nn.functional.cross_entropy(logits, labels, reduction: torch.nn.Reduction.Sum).ToDouble();
            hits += logits.argmax(1).eq(labels).sum().ToDouble();
        }

        return new ValidationMetrics(loss / validation.Count, hits / validation.Count);
    }

    private Optimizer CreateOptimizer()
    {
        Func<TorchWeight, double> rates = new LayerwiseRates(plan.LowestLearningRate).ScaleOf;
        return plan.Optimizer == TrainingOptimizer.AdamW
            ? new AdamW(network.Weights, plan.WeightDecay, rates, plan.Threads)
            : new MomentumSgd(network.Weights, plan.WeightDecay, rates, plan.Threads);
    }
}
