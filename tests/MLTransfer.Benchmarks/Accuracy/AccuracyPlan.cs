namespace MLTransfer.Benchmarks.Accuracy;

/// <summary>How photos are split to tell a small difference in accuracy.</summary>
/// <param name="TestShare">The share of the photos that measures.</param>
/// <param name="Repeats">The number of splits for each seed.</param>
internal sealed record AccuracyPlan(double TestShare, int Repeats)
{
    /// <summary>The share that chooses the regularisation.</summary>
    public const double ValidationShare = .15;

    // With fewer photos to test, a single one is more than the .1 points that a difference of .3 needs to be seen.
    private const int WantedTestPhotos = 1000;
    private const int MostRepeats = 5;

    /// <summary>
    /// Of many photos a quarter is enough to test on, in one split. Of few it is half, and several splits, each of which tests on others.
    /// </summary>
    /// <param name="photos">The number of photos.</param>
    public static AccuracyPlan For(int photos)
    {
        double share = photos * .25 >= WantedTestPhotos ? .25 : .5;
        return new AccuracyPlan(share, Math.Clamp((int)Math.Ceiling(WantedTestPhotos / (photos * share)), 1, MostRepeats));
    }
}
