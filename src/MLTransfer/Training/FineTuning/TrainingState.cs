using MLTransfer.Training.Torch;

namespace MLTransfer.Training.FineTuning;

/// <summary>How far a training run is, with the weights of its best epoch; saved after each epoch, so that a killed run goes on from there.</summary>
internal sealed class TrainingState(TorchNetwork network, Optimizer optimizer, TrainingPlan plan)
{
    private const string WeightPrefix = "weight/";
    private const string BestPrefix = "best/";
    private const string MomentPrefix = "moment/";
    private readonly List<ImageTransferMetrics> _history = [];
    private readonly GainWatch _gains = new(plan.Stopping);
    private readonly IReadOnlyDictionary<string, float[]> _best = network.ReadWeights();
    private IReadOnlyDictionary<string, float[]>? _last;
    private int _bestEpoch;
    private bool _stops;

    /// <summary>The last epoch that was completed; 0 before the first.</summary>
    public int Epoch => _history.Count;

    public bool IsOver => _stops || Epoch >= plan.Epochs;

    /// <summary>Takes up what a run with the same key left, if any did.</summary>
    public void Resume()
    {
        if (plan.Checkpoint is null || !plan.Checkpoint.TryRead(out Checkpoint? saved))
            return;
        TrainingScalars scalars = saved.ReadScalars<TrainingScalars>();
        foreach (ImageTransferMetrics metrics in scalars.History)
            Note(metrics);
        network.WriteWeights(Part(saved.Arrays, scalars.BestIsLast ? WeightPrefix : BestPrefix));
        network.ReadWeights(_best);
        network.WriteWeights(Part(saved.Arrays, WeightPrefix));
        optimizer.ImportState(new OptimizerState(scalars.OptimizerSteps, Part(saved.Arrays, MomentPrefix)));
    }

    /// <summary>Takes note of an epoch.</summary>
    public void Complete(ImageTransferMetrics metrics)
    {
        if (Note(metrics))
            network.ReadWeights(_best);
        if (plan.Checkpoint is not null && !IsOver)
            plan.Checkpoint.Write(Save());
    }

    /// <summary>Gives the network the weights of the best epoch.</summary>
    public TrainingOutcome Finish(FineTuningEnd? end = null)
    {
        network.WriteWeights(_best);
        return new TrainingOutcome(_history, _bestEpoch, end ?? (Epoch < plan.Epochs ? FineTuningEnd.StoppedEarly : FineTuningEnd.Completed));
    }

    /// <summary>Whether it is the best epoch so far.</summary>
    private bool Note(ImageTransferMetrics metrics)
    {
        _history.Add(metrics);
        bool isBest = true;
        if (metrics.ValidationLoss is { } loss)
        {
            _stops = !_gains.Continues(metrics.ValidationAccuracy!.Value, loss);
            isBest = _gains.IsBest;
        }

        if (isBest)
            _bestEpoch = metrics.Epoch;
        return isBest;
    }

    private Checkpoint Save()
    {
        bool bestIsLast = _bestEpoch == Epoch;
        OptimizerState moments = optimizer.ExportState();
        var arrays = new Dictionary<string, float[]>();
        if (bestIsLast)
        {
            Add(WeightPrefix, _best);
        }
        else
        {
            // Some 50 MB, so the same memory serves all epochs.
            network.ReadWeights(_last ??= network.ReadWeights());
            Add(WeightPrefix, _last);
            Add(BestPrefix, _best);
        }

        Add(MomentPrefix, moments.Moments);
        return new Checkpoint(Epoch, arrays, Checkpoint.ToJson(new TrainingScalars(_history, moments.Steps, bestIsLast)));

        void Add(string prefix, IReadOnlyDictionary<string, float[]> part)
        {
            foreach ((string name, float[] values) in part)
                arrays[prefix + name] = values;
        }
    }

    private static Dictionary<string, float[]> Part(IReadOnlyDictionary<string, float[]> arrays, string prefix)
        => arrays.Where(a => a.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(a => a.Key[prefix.Length..], a => a.Value);
}
