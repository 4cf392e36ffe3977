namespace MLTransfer.Evaluation.Report;

/// <summary>What a report says of a set of images beside their metrics.</summary>
internal sealed class MeasuredSet
{
    private const float NearlySure = .95f;

    private MeasuredSet(ClassifierMetrics metrics)
    {
        Metrics = metrics;
        Confusion = new Confusion(metrics.Images);
    }

    public ClassifierMetrics Metrics { get; }

    public int Right => Metrics.ImageCount - Metrics.Mistakes.Count;

    public Confusion Confusion { get; }

    /// <summary>The images that cost the most, most first.</summary>
    public IEnumerable<ScoredImage> TopLosses => Metrics.Images.OrderByDescending(i => i.Loss).ThenBy(i => i.Path, StringComparer.Ordinal);

    /// <summary>The images of whose class the classifier is least sure, least first, without those of which it is nearly sure.</summary>
    public IEnumerable<ScoredImage> LeastSure => Metrics.Images.Where(i => i.Probability < NearlySure).OrderBy(i => i.Probability).ThenBy(i => i.Path, StringComparer.Ordinal);

    /// <summary>Null where nothing was measured.</summary>
    public static MeasuredSet? Of(ClassifierMetrics? metrics) => metrics is null ? null : new MeasuredSet(metrics);
}
