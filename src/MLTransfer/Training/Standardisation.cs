namespace MLTransfer.Training;

/// <summary>Shifts and scales features so that over the training set each has mean 0 and variance 1.</summary>
/// <param name="Mean">The mean of each feature.</param>
/// <param name="Scale">What each difference is multiplied by.</param>
internal sealed record Standardisation(float[] Mean, float[] Scale)
{
    // Added to each variance, relative to the mean variance: a feature that hardly varies must not become a loud one.
    private const double RelativeFloor = 1e-5;

    public static Standardisation Of(FeatureSet set)
    {
        int length = set.Features[0].Length;
        var sum = new double[length];
        var squares = new double[length];
        foreach (float[] features in set.Features)
        {
            for (int i = 0; i < length; i++)
                sum[i] += features[i];
        }

        double[] mean = [.. sum.Select(s => s / set.Count)];
        foreach (float[] features in set.Features)
        {
            for (int i = 0; i < length; i++)
                squares[i] += (features[i] - mean[i]) * (features[i] - mean[i]);
        }

        double floor = RelativeFloor * squares.Average() / set.Count;
        return new Standardisation([.. mean.Select(m => (float)m)], [.. squares.Select(s => ScaleOf(s / set.Count + floor))]);
    }

    public float[] Apply(float[] features)
    {
        var result = new float[features.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = (features[i] - Mean[i]) * Scale[i];
        return result;
    }

    // Without any variance there is nothing to scale, and an infinite scale would make NaN of 0.
    private static float ScaleOf(double variance) => variance > 0 ? (float)Math.Min(1 / Math.Sqrt(variance), float.MaxValue) : 0;
}
