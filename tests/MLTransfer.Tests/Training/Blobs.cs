using MLTransfer.Data;
using MLTransfer.Training;

namespace MLTransfer.Tests.Training;

/// <summary>Features without images: Gaussian clouds, one a class, whose centres are as far apart as asked for.</summary>
internal static class Blobs
{
    public static FeatureSet Create(int count, int classes, int length, double spread = 1, int seed = 1, int centreSeed = 1)
    {
        var centres = new Random(centreSeed);
        double[][] means = [.. Enumerable.Range(0, classes).Select(_ => Enumerable.Range(0, length).Select(_ => spread * Normal(centres)).ToArray())];
        var random = new Random(seed);
        var set = new FeatureSet();
        for (int i = 0; i < count; i++)
        {
            int label = i % classes;
            set.Add([.. means[label].Select(m => (float)(m + Normal(random)))], label, $"image {i}", Hash(i));
        }

        return set;
    }

    public static ContentHash Hash(int content) => ContentHash.Of(BitConverter.GetBytes(content));

    public static float[] Vector(int length, Random random, double scale = 1)
        => [.. Enumerable.Range(0, length).Select(_ => (float)(scale * Normal(random)))];

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
