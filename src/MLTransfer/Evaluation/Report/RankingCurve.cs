namespace MLTransfer.Evaluation.Report;

/// <summary>
/// How well the probability of one class tells its images from all others, over all thresholds: the ROC curve, the precision-recall curve, and the
/// areas under them. Images with the same probability are called so together.
/// </summary>
/// <remarks>
/// Fawcett, "An introduction to ROC analysis", 2006. The average precision is the sum of the precisions, each weighted with the gain in recall.
/// </remarks>
internal sealed class RankingCurve
{
    private const int MostPoints = 200;

    public RankingCurve(int label, IReadOnlyList<ImageScores> images)
    {
        (Label, int positives) = (label, images.Count(i => i.Label == label));
        int negatives = images.Count - positives;
        if (positives == 0 || negatives == 0)
            return;
        var roc = new List<(double X, double Y)> { (0, 0) };
        var precisionRecall = new List<(double X, double Y)>();
        int hits = 0, alarms = 0;
        double area = 0, average = 0;
        foreach (IGrouping<float, ImageScores> tied in images.GroupBy(i => i.Scores[label]).OrderByDescending(g => g.Key))
        {
            int more = tied.Count(i => i.Label == label), others = tied.Count() - more;
            area += others * (hits + more / 2.0);
            (hits, alarms) = (hits + more, alarms + others);
            double precision = (double)hits / (hits + alarms);
            average += precision * more;
            roc.Add(((double)alarms / negatives, (double)hits / positives));
            precisionRecall.Add(((double)hits / positives, precision));
        }

        (Auc, AveragePrecision) = (area / positives / negatives, average / positives);
        (Roc, PrecisionRecall) = (Thin(roc), Thin([(0, precisionRecall[0].Y), .. precisionRecall]));
    }

    /// <summary>The class.</summary>
    public int Label { get; }

    /// <summary>The area under the ROC curve; null where all images, or none, are of the class.</summary>
    public double? Auc { get; }

    /// <summary>The average precision; null where all images, or none, are of the class.</summary>
    public double? AveragePrecision { get; }

    /// <summary>False positive rate and true positive rate, from (0, 0) to (1, 1); of many points, some.</summary>
    public IReadOnlyList<(double X, double Y)> Roc { get; } = [];

    /// <summary>Recall and precision, with growing recall; of many points, some.</summary>
    public IReadOnlyList<(double X, double Y)> PrecisionRecall { get; } = [];

    // Points within a straight run say nothing. Of what is left, a report needs no more than its lines have pixels.
    private static (double X, double Y)[] Thin(IReadOnlyList<(double X, double Y)> points)
    {
        var corners = points.Where((p, i) => i == 0 || i == points.Count - 1 || !IsBetween(points[i - 1], p, points[i + 1])).ToList();
        return corners.Count <= MostPoints
            ? [.. corners]
            : [.. Enumerable.Range(0, MostPoints).Select(i => corners[(int)((long)i * (corners.Count - 1) / (MostPoints - 1))])];
    }

    private static bool IsBetween((double X, double Y) a, (double X, double Y) b, (double X, double Y) c)
        => (a.X == b.X && b.X == c.X) || (a.Y == b.Y && b.Y == c.Y);
}
