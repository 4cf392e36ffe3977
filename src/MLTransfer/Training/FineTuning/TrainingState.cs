using MLTransfer.Training.Torch;

namespace MLTransfer.Training.FineTuning;

/// <summary>How far a training run is, with the weights of its best epoch; saved after each epoch, so that a killed run goes on from there.</summary>
internal sealed class TrainingState : IDisposable
{
    private const string WeightPrefix = "weight/";
    private const string BestPrefix = "best/";
    private const string MomentPrefix = "moment/";
    private readonly TorchNetwork _network;
    private readonly Optimizer _optimizer;
    private readonly TrainingPlan _plan;
    private readonly List<ImageTransferMetrics> _history = [];
    private readonly GainWatch _gains;
    private readonly IReadOnlyDictionary<string, float[]> _start;
    private IReadOnlyDictionary<string, float[]> _best;
    private IReadOnlyDictionary<string, float[]>? _last;
    private Dictionary<string, float[]>? _moments;
    private Task _writing = Task.CompletedTask;
    private int _bestEpoch;
    private bool _stops;

    public TrainingState(TorchNetwork network, Optimizer optimizer, TrainingPlan plan)
    {
        (_network, _optimizer, _plan) = (network, optimizer, plan);
        _gains = new GainWatch(plan.Stopping);
        _start = _best = network.ReadWeights();
    }

    /// <summary>The last epoch that was completed; 0 before the first.</summary>
    public int Epoch => _history.Count;

    public bool IsOver => _stops || Epoch >= _plan.Epochs;

    private bool BestIsLast => _bestEpoch == Epoch;

    /// <summary>Takes up what a run with the same key left, if any did.</summary>
    public void Resume()
    {
        if (_plan.Checkpoint is null || !_plan.Checkpoint.TryRead(out Checkpoint? saved))
            return;
        TrainingScalars scalars = saved.ReadScalars<TrainingScalars>();
        foreach (ImageTransferMetrics metrics in scalars.History)
            Note(metrics);
        IReadOnlyDictionary<string, float[]> weights = Part(saved.Arrays, WeightPrefix);
        _network.WriteWeights(weights);
        _best = scalars.BestIsLast ? weights : Part(saved.Arrays, BestPrefix);
        _optimizer.ImportState(new OptimizerState(scalars.OptimizerSteps, Part(saved.Arrays, MomentPrefix)));
    }

    /// <summary>Takes note of an epoch. Its checkpoint is written while the next one trains.</summary>
    public void Complete(ImageTransferMetrics metrics)
    {
        // The arrays being written are those that change now. By this time they are on the disk, unless that is slower than an epoch.
        _writing.GetAwaiter().GetResult();
        if (Note(metrics))
            KeepWeights();
        if (_plan.Checkpoint is not { } place || IsOver)
            return;
        Checkpoint checkpoint = Save();
        _writing = Task.Run(() => place.Write(checkpoint));
    }

    /// <summary>Gives the network the weights of the best epoch.</summary>
    public TrainingOutcome Finish(FineTuningEnd? end = null)
    {
        _writing.GetAwaiter().GetResult();
        // Without validation nothing says that the epochs before the loss overflowed were any good.
        if (end == FineTuningEnd.Diverged && !_history.Any(m => m.ValidationLoss is not null))
            (_best, _bestEpoch) = (_start, 0);
        _network.WriteWeights(_best);
        return new TrainingOutcome(_history, _bestEpoch, end ?? (Epoch < _plan.Epochs ? FineTuningEnd.StoppedEarly : FineTuningEnd.Completed));
    }

    /// <summary>Waits until the last checkpoint is written.</summary>
    public void Dispose() => _writing.GetAwaiter().GetResult();

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

    // Tens of MB, so the same memory serves all epochs.
    private void KeepWeights()
    {
        if (ReferenceEquals(_best, _start))
            _best = _network.ReadWeights();
        else
            _network.ReadWeights(_best);
    }

    private IReadOnlyDictionary<string, float[]> LastWeights()
    {
        if (BestIsLast)
            return _best;
        if (_last is null)
            return _last = _network.ReadWeights();
        _network.ReadWeights(_last);
        return _last;
    }

    private Checkpoint Save()
    {
        OptimizerState moments = _optimizer.ExportState();
        var arrays = new Dictionary<string, float[]>();
        Add(WeightPrefix, LastWeights());
        if (!BestIsLast)
            Add(BestPrefix, _best);
        Add(MomentPrefix, CopyOf(moments.Moments));
        return new Checkpoint(Epoch, arrays, Checkpoint.ToJson(new TrainingScalars(_history, moments.Steps, BestIsLast)));

        void Add(string prefix, IReadOnlyDictionary<string, float[]> part)
        {
            foreach ((string name, float[] values) in part)
                arrays[prefix + name] = values;
        }
    }

    // The next step changes the moments.
    private Dictionary<string, float[]> CopyOf(IReadOnlyDictionary<string, float[]> moments)
    {
        _moments ??= moments.ToDictionary(m => m.Key, m => GC.AllocateUninitializedArray<float>(m.Value.Length));
        Parallel.ForEach(_moments, copy => moments[copy.Key].CopyTo(copy.Value.AsSpan()));
        return _moments;
    }

    private static Dictionary<string, float[]> Part(IReadOnlyDictionary<string, float[]> arrays, string prefix)
        => arrays.Where(a => a.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(a => a.Key[prefix.Length..], a => a.Value);
}
