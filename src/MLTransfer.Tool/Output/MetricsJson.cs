namespace MLTransfer.Tool.Output;

/// <summary>Metrics of a classifier, as JSON has them: the names are those of <see cref="ClassifierMetrics"/>.</summary>
internal static class MetricsJson
{
    public static object Of(ClassifierMetrics metrics)
    {
        ConfidenceInterval interval = metrics.AccuracyInterval();
        return new
        {
            metrics.ImageCount,
            metrics.MicroAccuracy,
            AccuracyInterval = new { interval.Lower, interval.Upper, interval.Confidence },
            metrics.MacroAccuracy,
            metrics.LogLoss,
            metrics.MacroF1,
            metrics.MacroRocAuc,
            metrics.MeanAveragePrecision,
            metrics.Labels,
            PerClass = metrics.PerClass.Select(c => new { c.Label, c.Precision, c.Recall, c.F1, c.RocAuc, c.AveragePrecision, c.Support }),
            ConfusionMatrix = metrics.ConfusionMatrix.Counts,
            Mistakes = metrics.Mistakes.Select(m => new { m.Path, m.Label, m.PredictedLabel, m.Probability }),
        };
    }

    /// <summary>Bad images, as all results list them.</summary>
    public static IEnumerable<object> Of(IEnumerable<BadImage> images) => images.Select(i => new { i.Path, i.Kind, i.Reason });
}
