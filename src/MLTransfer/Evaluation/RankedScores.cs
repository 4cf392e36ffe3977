namespace MLTransfer.Evaluation;

/// <summary>
/// How well scores tell the images of one class (positives) from the rest (negatives), whatever the threshold. Images of equal scores are never
/// told apart: a threshold lets in all of them or none.
/// </summary>
internal sealed class RankedScores
{
    // Counts of images whose score is at least the threshold, from the highest threshold to the lowest.
    private readonly List<(float Threshold, int Positives, int Negatives)> _steps = [];
    private readonly int _positives;
    private readonly int _negatives;

    /// <param name="scores">The scores of the class, none of them NaN.</param>
    /// <param name="isPositive">Which images are of it.</param>
    public RankedScores(float[] scores, bool[] isPositive)
    {
        float[] sorted = [.. scores];
        bool[] positive = [.. isPositive];
        Array.Sort(sorted, positive);
        for (int i = sorted.Length - 1; i >= 0; i--)
        {
            if (positive[i])
                _positives++;
            else
                _negatives++;
            if (i == 0 || sorted[i - 1] != sorted[i])
                _steps.Add((sorted[i], _positives, _negatives));
        }
    }

    /// <summary>
    /// The area under the ROC: the probability that a positive has a higher score than a negative, ties counting half (Hanley and McNeil 1982).
    /// NaN where there are no positives or no negatives.
    /// </summary>
    public double RocAuc
    {
        get
        {
            if (_positives == 0 || _negatives == 0)
                return double.NaN;
            // Twice the Mann-Whitney statistic, a whole number: with no rounding, the order of images does not matter.
            long twice = 0;
            (int positives, int negatives) = (0, 0);
            foreach ((_, int p, int n) in _steps)
            {
                twice += (long)(n - negatives) * (p + positives);
                (positives, negatives) = (p, n);
            }

            return twice / (2.0 * _positives * _negatives);
        }
    }

    /// <summary>
    /// The mean of precision over recall, without interpolation: the sum over thresholds of (recall - recall before) x precision. NaN where there
    /// are no positives.
    /// </summary>
    public double AveragePrecision
    {
        get
        {
            if (_positives == 0)
                return double.NaN;
            double sum = 0;
            int before = 0;
            foreach ((_, int p, int n) in _steps)
            {
                sum += (p - before) * ((double)p / (p + n));
                before = p;
            }

            return sum / _positives;
        }
    }

    /// <summary>The ROC, from (0, 0) to (1, 1); empty where <see cref="RocAuc"/> is NaN.</summary>
    public IReadOnlyList<RocPoint> RocCurve => _positives == 0 || _negatives == 0 ? [] :
    [
        new RocPoint(float.PositiveInfinity, 0, 0),
        .. _steps.Select(s => new RocPoint(s.Threshold, (double)s.Negatives / _negatives, (double)s.Positives / _positives)),
    ];

    /// <summary>Precision and recall from the highest threshold to the lowest; empty where <see cref="AveragePrecision"/> is NaN.</summary>
    public IReadOnlyList<PrecisionRecallPoint> PrecisionRecallCurve => _positives == 0 ? [] :
    [
        .. _steps.Select(s => new PrecisionRecallPoint(
            s.Threshold, (double)s.Positives / _positives, (double)s.Positives / (s.Positives + s.Negatives))),
    ];

    /// <summary>The share of images let in, and the share of them that are positives, from the highest threshold to the lowest.</summary>
    public IReadOnlyList<CoveragePoint> CoverageCurve =>
    [
        .. _steps.Select(s => (s.Threshold, s.Positives, Images: s.Positives + s.Negatives)).Select(s => new CoveragePoint(
            s.Threshold, s.Images, (double)s.Images / (_positives + _negatives), (double)s.Positives / s.Images)),
    ];
}
