using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MLTransfer.Data;
using MLTransfer.Evaluation;
using MLTransfer.Extraction;
using MLTransfer.Training;
using MLTransfer.Training.FineTuning;

namespace MLTransfer;

/// <summary>One run of a <see cref="TransferPipeline"/>, phase by phase.</summary>
internal sealed partial class TransferRun(MLContext ml, ImageTransferTrainer.Options options, IProgress<TransferProgress>? progress)
{
    private readonly List<PhaseTiming> _timings = [];

    public TransferResult Run(Func<MLContext, IDataView> load, (double Validation, double Test, int Seed) shares)
    {
        ImageSplit split = LoadSplit(load, shares);
        IDataView keyed = WithKeys(split.Train);
        ChooseCut(keyed);
        using TrainingSession session = Phase(TransferPhase.LoadBackbone, () => new TrainingSession(ml, Reporting(), keyed.Schema));
        FeatureSet train = Extract(TransferPhase.ExtractTraining, report => session.ReadTrainingSet(keyed, report));
        FeatureSet validation = Extract(TransferPhase.ExtractValidation, report => session.ReadValidationSet(split.Validation, report));
        FeatureSet test = Extract(TransferPhase.ExtractTest, report => session.ReadValidationSet(split.Test, report));
        TrainedHead head = Phase(TransferPhase.TrainClassifier, () => session.TrainHead(train, validation));
        FineTunedNetwork? fineTuned = options.Mode == TransferMode.FineTuning ? Phase(TransferPhase.FineTune, () => session.FineTune(head)) : null;
        ImageTransferTransformer transformer = session.Finish(head, fineTuned);
        try
        {
            Candidate candidate = session.CandidateOf(head, fineTuned);
            // What fine-tuning has after a cancellation is measured all the same.
            (ClassifierMetrics? onValidation, ClassifierMetrics? onTest) = Phase(
                TransferPhase.Evaluate, () => (Measure(validation), Measure(test)), stopsWhenCancelled: fineTuned is null);
            ClassifierMetrics? Measure(FeatureSet set)
                => set.Count == 0 ? null : Evaluator.Evaluate(ml, session.FeaturesFor(candidate, set), transformer.Head, transformer.LabelKeys);
            return new TransferResult(split, transformer, onValidation, onTest) { BadImages = session.BadImages, Timings = _timings };
        }
        catch
        {
            transformer.Dispose();
            throw;
        }
    }

    /// <summary>Extracts what is in a shard.</summary>
    public ExtractionResult Extract(Func<MLContext, IDataView> load, (double Validation, double Test, int Seed) shares, Shard shard)
    {
        (ImageSplit all, ImageSplit own) = Phase(TransferPhase.Load, () => ml.Data.SplitShard(
            load(ml), shares.Validation, shares.Test, shares.Seed, options.FeatureColumnName, options.LabelColumnName, options.ImageFolder, shard,
            options.TrainVersions));
        IDataView keyed = WithKeys(all.Train);
        ChooseCut(keyed);
        ImageTransferTrainer.Options extraction = options with { WritesNewFiles = !shard.IsWhole };
        using TrainingSession session = Phase(
            TransferPhase.LoadBackbone, () => new TrainingSession(ml, extraction, keyed.Schema, trains: false));
        ExtractionCounts counts = Extract(TransferPhase.ExtractTraining, report => session.FillTrainingSet(keyed, own.Train, report));
        counts += Extract(TransferPhase.ExtractValidation, report => session.FillValidationSet(own.Validation, report));
        counts += Extract(TransferPhase.ExtractTest, report => session.FillValidationSet(own.Test, report));
        return new ExtractionResult(shard)
        {
            Images = counts.Images,
            Computed = counts.Computed,
            FromCache = counts.FromCache,
            BadImages = session.BadImages,
            Timings = _timings,
        };
    }

    private ImageSplit LoadSplit(Func<MLContext, IDataView> load, (double Validation, double Test, int Seed) shares)
        => Phase(TransferPhase.Load, () => ml.Data.SplitImages(
            load(ml), shares.Validation, shares.Test, shares.Seed, options.FeatureColumnName, options.LabelColumnName, options.ImageFolder));

    private IDataView WithKeys(IDataView images)
    {
        if (images.Schema[options.LabelColumnName].Type is KeyDataViewType)
            return images;
        // In the order of the names, so that the classes do not depend on which photo comes first.
        return ml.Transforms.Conversion.MapValueToKey(options.LabelColumnName, keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Fit(images).Transform(images);
    }

    // A callback costs a pass over the validation set an epoch, so there is none where nobody listens.
    private ImageTransferTrainer.Options Reporting() => progress is null ? options : options with
    {
        MetricsCallback = metrics =>
        {
            options.MetricsCallback?.Invoke(metrics);
            TransferPhase phase = metrics.Phase == TrainingPhase.FineTuning ? TransferPhase.FineTune : TransferPhase.TrainClassifier;
            progress.Report(new TransferProgress(phase, Metrics: metrics));
        },
    };

    private T Extract<T>(TransferPhase phase, Func<IProgress<ExtractionProgress>, T> read)
    {
        var report = new ExtractionReport(phase, progress, options.Progress);
        T set = Phase(phase, () => read(report));
        _timings[^1] = _timings[^1] with { Images = (int)(report.Last?.Done ?? 0), FromCache = (int)(report.Last?.FromCache ?? 0) };
        return set;
    }

    private T Phase<T>(TransferPhase phase, Func<T> work, bool stopsWhenCancelled = true)
    {
        if (stopsWhenCancelled)
            options.CancellationToken.ThrowIfCancellationRequested();
        progress?.Report(new TransferProgress(phase));
        var clock = Stopwatch.StartNew();
        T result = work();
        _timings.Add(new PhaseTiming(phase, clock.Elapsed, 0, 0));
        return result;
    }

    /// <summary>Passes the progress of one extraction on, and keeps the last word.</summary>
    private sealed class ExtractionReport(TransferPhase phase, IProgress<TransferProgress>? whole, IProgress<ExtractionProgress>? part)
        : IProgress<ExtractionProgress>
    {
        public ExtractionProgress? Last { get; private set; }

        public void Report(ExtractionProgress value)
        {
            Last = value;
            part?.Report(value);
            whole?.Report(new TransferProgress(phase, value));
        }
    }
}
