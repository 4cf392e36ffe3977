namespace MLTransfer.Evaluation.Report;

/// <summary>What a report says of a set of images.</summary>
internal sealed class MeasuredSet
{
    private MeasuredSet(IReadOnlyList<string> classNames, IReadOnlyList<ImageScores> images)
    {
        Images = images;
        Right = images.Count(i => i.Label == i.Predicted);
        Interval = WilsonInterval.Of(Right, images.Count);
        LogLoss = images.Average(i => i.Loss);
        Confusion = new Confusion(classNames, images);
        MacroAccuracy = Confusion.PerClass.Where(c => c.Support > 0).Average(c => c.Recall);
        Curves = [.. classNames.Select((_, c) => new RankingCurve(c, images))];
        Reliability = new Reliability(images);
    }

    public IReadOnlyList<ImageScores> Images { get; }

    public int Right { get; }

    public double Accuracy => (double)Right / Images.Count;

    /// <summary>Where the accuracy on all such images lies, with 95% confidence.</summary>
    public WilsonInterval Interval { get; }

    /// <summary>The mean recall of the classes that have images.</summary>
    public double MacroAccuracy { get; }

    /// <summary>The mean cross-entropy, in nats.</summary>
    public double LogLoss { get; }

    public Confusion Confusion { get; }

    /// <summary>How each class is told from all others.</summary>
    public IReadOnlyList<RankingCurve> Curves { get; }

    public Reliability Reliability { get; }

    /// <summary>The images that cost the most, most first.</summary>
    public IEnumerable<ImageScores> TopLosses => Images.OrderByDescending(i => i.Loss).ThenBy(i => i.Path, StringComparer.Ordinal);

    /// <summary>The images of whose class the classifier is least sure, least first.</summary>
    public IEnumerable<ImageScores> LeastSure => Images.OrderBy(i => i.Probability).ThenBy(i => i.Path, StringComparer.Ordinal);

    /// <summary>Null where there are no images.</summary>
    public static MeasuredSet? Of(IReadOnlyList<string> classNames, IReadOnlyList<ImageScores> images)
        => images.Count == 0 ? null : new MeasuredSet(classNames, images);
}
