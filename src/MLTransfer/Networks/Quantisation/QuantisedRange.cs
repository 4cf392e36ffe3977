namespace MLTransfer.Networks.Quantisation;

/// <summary>
/// How an activation becomes a byte: code = value / <paramref name="Scale"/> + <paramref name="ZeroPoint"/>, rounded, from 0 to 255.
/// </summary>
/// <param name="Scale">The step between two codes.</param>
/// <param name="ZeroPoint">The code of 0, which is exact: padding is made of zeros.</param>
internal readonly record struct QuantisedRange(float Scale, byte ZeroPoint)
{
    /// <summary>The number of steps.</summary>
    public const int Steps = byte.MaxValue;

    /// <summary>The largest value that has a code.</summary>
    public float Highest => (Steps - ZeroPoint) * Scale;

    /// <summary>Bytes for the values from <paramref name="low"/>, at most 0, to <paramref name="high"/>, at least 0.</summary>
    public static QuantisedRange Between(float low, float high)
    {
        float scale = (high - low) / Steps;
        // Where all was 0, the range stays within that of any activation.
        return scale > 0 ? new QuantisedRange(scale, (byte)Math.Clamp(MathF.Round(-low / scale), 0, Steps)) : new QuantisedRange(1f / Steps, 0);
    }
}
