namespace MLTransfer.Tests.Networks;

/// <summary>Arrays of numbers, made and compared.</summary>
internal static class Numbers
{
    public static float[] Random(Random random, int count, float from, float to)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = from + random.NextSingle() * (to - from);
        return values;
    }

    /// <summary>Pixels 0..255 for images [count, 3, height, width].</summary>
    public static float[] Pixels(int seed, int count, int height, int width)
        => [.. Random(new Random(seed), count * 3 * height * width, 0, 256).Select(MathF.Floor)];

    /// <summary>The largest difference is at most <paramref name="tolerance"/> of the largest expected value.</summary>
    public static void AssertClose(IReadOnlyList<float> expected, IReadOnlyList<float> actual, double tolerance = 1e-4)
    {
        Assert.Equal(expected.Count, actual.Count);
        double scale = expected.Max(Math.Abs), difference = expected.Zip(actual, (e, a) => (double)Math.Abs(e - a)).Max();
        Assert.True(difference <= tolerance * scale, $"They differ by {difference:g3}, where the largest value is {scale:g3}.");
    }
}
