using System.Globalization;

namespace MLTransfer.Evaluation;

/// <summary>Finds photos far from their nearest neighbours of the same class, compared with the others of that class.</summary>
/// <remarks>
/// The distance is that of Angiulli and Pizzuti, "Fast Outlier Detection in High Dimensional Spaces", 2002 (there the sum, here the mean); the score
/// the modified z-score of Iglewicz and Hoaglin, 1993.
/// </remarks>
internal static class OutlierSearch
{
    // Of fewer photos no spread can be told.
    private const int EnoughOfClass = 8;

    // The median absolute deviation of a normal distribution, in standard deviations.
    private const double NormalDeviation = .6745;

    // Relative to the median: photos of a class that are all equally far from each other must not all be outliers for a hair.
    private const double LeastSpread = .01;

    /// <param name="data">The photos.</param>
    /// <param name="firsts">The first photo with the content of each photo; the others say nothing new.</param>
    /// <param name="neighbours">The nearest neighbours.</param>
    /// <param name="options">From where on a photo is an outlier.</param>
    public static IEnumerable<AuditFinding> Find(AuditData data, int[] firsts, NeighbourSearch neighbours, AuditOptions options)
        => Enumerable.Range(0, data.Count).Where(row => firsts[row] == row).GroupBy(row => data.Set.Labels[row]).OrderBy(c => c.Key)
            .Select(c => c.ToArray()).Where(rows => rows.Length >= EnoughOfClass)
            .SelectMany(rows => FindInClass(data, rows, neighbours, options));

    private static IEnumerable<AuditFinding> FindInClass(AuditData data, int[] rows, NeighbourSearch neighbours, AuditOptions options)
    {
        double[] distances = [.. rows.Select(row => MeanDistance(row, neighbours))];
        double median = Median(distances);
        double spread = Math.Max(Median([.. distances.Select(d => Math.Abs(d - median))]), LeastSpread * median);
        for (int i = 0; i < rows.Length; i++)
        {
            double score = spread > 0 ? NormalDeviation * (distances[i] - median) / spread : 0;
            if (score < options.MinOutlierScore)
                continue;
            yield return data.Find(AuditFindingKind.Outlier, score, string.Create(
                CultureInfo.InvariantCulture,
                $"Unlike the other photos of '{data.LabelOf(rows[i])}': its distance to its nearest neighbours there is {distances[i]:F2}, where " +
                $"{median:F2} is usual ({score:F1} robust standard deviations more)"), rows[i]);
        }
    }

    // Between vectors of length 1.
    private static double MeanDistance(int row, NeighbourSearch neighbours)
    {
        double sum = 0;
        foreach (Neighbour neighbour in neighbours.NearestOfClass(row))
            sum += Math.Sqrt(Math.Max(0, 2 - (2 * (double)neighbour.Cosine)));
        return sum / neighbours.NearestOfClass(row).Length;
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
