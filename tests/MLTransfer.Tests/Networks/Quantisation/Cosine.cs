namespace MLTransfer.Tests.Networks.Quantisation;

/// <summary>The cosine of the angle between two vectors.</summary>
internal static class Cosine
{
    public static double Of(float[] a, float[] b)
        => a.Zip(b, (x, y) => (double)x * y).Sum() / Math.Sqrt(a.Sum(x => (double)x * x) * b.Sum(y => (double)y * y));
}
