namespace MLTransfer.Benchmarks.Accuracy;

/// <summary>One split of the photos, trained and measured in both arithmetics.</summary>
/// <param name="Seed">The seed that it belongs to.</param>
/// <param name="TestPhotos">The number of photos that measured.</param>
/// <param name="Float32">The accuracy in float32, 0 to 1.</param>
/// <param name="Int8">The accuracy in int8, 0 to 1.</param>
/// <param name="Fallback">Why the frozen part stayed in float32 although int8 was asked for; null where it did not.</param>
internal sealed record SplitAccuracy(int Seed, int TestPhotos, double Float32, double Int8, string? Fallback)
{
    private const double Percent = 100;

    /// <summary>What int8 gains, in points; negative where it loses.</summary>
    public double Gain => (Int8 - Float32) * Percent;
}
