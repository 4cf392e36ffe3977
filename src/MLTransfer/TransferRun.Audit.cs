using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLTransfer.Data;
using MLTransfer.Evaluation;
using MLTransfer.Training;

namespace MLTransfer;

internal sealed partial class TransferRun
{
    /// <summary>Loads, splits, extracts, and audits all three sets together.</summary>
    public AuditReport Audit(
        Func<MLContext, IDataView> load, (double Validation, double Test, int Seed) shares, AuditOptions audit, ImageClassifier? model)
        => Audit(LoadSplit(load, shares), audit, model);

    /// <summary>Audits a set that is split.</summary>
    public AuditReport Audit(ImageSplit split, AuditOptions audit, ImageClassifier? model) => Audit(
        [
            (TransferPhase.ExtractTraining, ImagePart.Train, split.Train),
            (TransferPhase.ExtractValidation, ImagePart.Validation, split.Validation),
            (TransferPhase.ExtractTest, ImagePart.Test, split.Test),
        ], audit, model);

    /// <summary>Audits a set that is not split.</summary>
    public AuditReport Audit(IDataView images, AuditOptions audit) => Audit([(TransferPhase.ExtractTraining, null, images)], audit, null);

    private AuditReport Audit(
        IReadOnlyList<(TransferPhase Phase, ImagePart? Part, IDataView View)> sets, AuditOptions audit, ImageClassifier? model)
    {
        audit.Validate();
        if (model is not null && !ImageColumn.Find(sets[0].View.Schema, options.FeatureColumnName).HoldsPaths)
        {
            throw new ArgumentException(
                $"The accuracy of a model is measured on photos in files, and the column '{options.FeatureColumnName}' holds photos in memory. " +
                "Leave the model out.", nameof(model));
        }

        IDataView keyed = WithKeys(sets[0].View);
        ChooseCut(keyed);
        // To name what is bad is the point; and only the photos themselves are looked at, not what fine-tuning would need.
        ImageTransferTrainer.Options plain = options with
        {
            Mode = TransferMode.FeatureExtraction,
            Augmentation = null,
            BadImages = BadImagePolicy.LeaveOut,
        };
        using TrainingSession session = Phase(
            TransferPhase.LoadBackbone, () => new TrainingSession(ml, plain, keyed.Schema, trains: false));
        if (model is not null)
            RequireSameClasses(model, session.Labels.Names);
        var collected = new AuditedSets(session.Labels.Names);
        foreach ((TransferPhase phase, ImagePart? part, IDataView view) in sets)
        {
            // The first set decides on the network, as it does where it is trained on.
            FeatureSet set = Extract(phase, report => ReferenceEquals(view, sets[0].View)
                ? session.ReadTrainingSet(keyed, report)
                : session.ReadValidationSet(view, report));
            collected.Add(set, part, session.BadImages);
        }

        return Extract(TransferPhase.Audit, report =>
        {
            using var inspector = new PixelInspector(plain);
            IEnumerable<ImageSource> sources = sets.SelectMany(s => ImageColumn.SourcesIn(s.View, options.FeatureColumnName, options.ImageFolder));
            // Null where one of them is: a sum would pass over it.
            long? total = sets.Aggregate((long?)0, (sum, set) => sum + set.View.GetRowCount());
            AuditData data = collected.With(inspector.Inspect(sources, total, report));
            if (inspector.CacheProblem is { } problem)
                ((IHostEnvironment)ml).Warn($"What the audit found out about the pixels is not kept in the cache: {problem}");
            return DataAudit.Run(data, collected.BadImages, audit, plain, model is null ? null : paths => Predict(model, paths));
        });
    }

    private static void RequireSameClasses(ImageClassifier model, IEnumerable<string> classes)
    {
        if (classes.Except(model.Labels, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new EvaluationDataException(
                $"The model does not know the class '{unknown}' of the photos, so its accuracy on them says nothing. Give the model that was trained on " +
                "these classes, or none.");
        }
    }

    private Dictionary<string, string> Predict(ImageClassifier model, IEnumerable<string> paths)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        // What could be used a moment ago and cannot be now is left out of the count.
        foreach (ImagePrediction prediction in model.PredictMany(paths.Distinct(StringComparer.Ordinal), bad => { }, options.CancellationToken))
            labels[prediction.Path] = prediction.Label;
        return labels;
    }
}
