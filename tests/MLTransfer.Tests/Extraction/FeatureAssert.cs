namespace MLTransfer.Tests.Extraction;

internal static class FeatureAssert
{
    /// <summary>Equal up to the rounding of float32 sums in another order.</summary>
    public static void Close(IReadOnlyList<float> expected, IReadOnlyList<float>? actual, float tolerance = 1e-4f)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Count, actual.Count);
        float bound = tolerance * (1e-3f + expected.Max(Math.Abs));
        for (int i = 0; i < expected.Count; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= bound, $"feature {i} is {actual[i]}, not {expected[i]}");
    }

    public static double Cosine(IReadOnlyList<float> a, IReadOnlyList<float> b)
        => a.Zip(b, (x, y) => (double)x * y).Sum() / Math.Sqrt(a.Sum(x => (double)x * x) * b.Sum(y => (double)y * y));
}
