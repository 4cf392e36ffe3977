namespace MLTransfer.Training.FineTuning;

/// <summary>Draws from symmetric beta distributions.</summary>
internal static class BetaDistribution
{
    /// <summary>A number between 0 and 1 from Beta(alpha, alpha).</summary>
    public static double Draw(Random random, double alpha)
        // Gamma numbers of small shapes are too small for a double; their logarithms are not.
        => 1 / (1 + Math.Exp(DrawLogGamma(random, alpha) - DrawLogGamma(random, alpha)));

    /// <summary>The logarithm of a number from Gamma(shape, 1) (Marsaglia and Tsang 2000).</summary>
    private static double DrawLogGamma(Random random, double shape)
    {
        if (shape < 1)
            return DrawLogGamma(random, shape + 1) + Math.Log(1 - random.NextDouble()) / shape;
        double d = shape - 1 / 3d, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = DrawNormal(random), v = Math.Pow(1 + c * x, 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < x * x / 2 + d - d * v + d * Math.Log(v))
                return Math.Log(d * v);
        }
    }

    // Box and Muller 1958.
    private static double DrawNormal(Random random)
        => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
