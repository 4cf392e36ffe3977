namespace MLTransfer.Evaluation.Report;

/// <summary>Curves as a report draws and writes them: with no more points than a line of a chart has pixels.</summary>
internal static class CurvePoints
{
    private const int Most = 200;

    /// <summary>False positive rate and true positive rate, from (0, 0) to (1, 1); none where the class has no images, or no others have.</summary>
    public static IReadOnlyList<(double X, double Y)> Roc(ClassifierMetrics metrics, string label)
        => Thin([.. metrics.RocCurve(label).Select(p => (p.FalsePositiveRate, p.TruePositiveRate))]);

    /// <summary>Recall and precision, with growing recall; none where the class has no images.</summary>
    public static IReadOnlyList<(double X, double Y)> PrecisionRecall(ClassifierMetrics metrics, string label)
    {
        (double X, double Y)[] points = [.. metrics.PrecisionRecallCurve(label).Select(p => (p.Recall, p.Precision))];
        // The line begins at the axis, as high as at its first point.
        return points.Length == 0 ? [] : Thin([(0, points[0].Y), .. points]);
    }

    /// <summary>Share of images that are answered, and accuracy on these, from the surest on.</summary>
    public static IReadOnlyList<(double X, double Y)> Coverage(ClassifierMetrics metrics)
        => Thin([.. metrics.CoverageCurve.Select(p => (p.Coverage, p.Accuracy))]);

    // Points within a straight run say nothing; of what is left, some are enough.
    private static IReadOnlyList<(double X, double Y)> Thin(IReadOnlyList<(double X, double Y)> points)
    {
        var corners = points.Where((p, i) => i == 0 || i == points.Count - 1 || !IsBetween(points[i - 1], p, points[i + 1])).ToList();
        return corners.Count <= Most
            ? corners
            : [.. Enumerable.Range(0, Most).Select(i => corners[(int)((long)i * (corners.Count - 1) / (Most - 1))])];
    }

    private static bool IsBetween((double X, double Y) a, (double X, double Y) b, (double X, double Y) c)
        => (a.X == b.X && b.X == c.X) || (a.Y == b.Y && b.Y == c.Y);
}
