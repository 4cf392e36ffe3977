namespace MLTransfer.Evaluation;

/// <summary>What an audit has to know of the pixels of a photo.</summary>
/// <param name="Width">The width of the upright photo, in pixels.</param>
/// <param name="Height">Its height.</param>
/// <param name="Sharpness">The variance of the Laplacian of its centre, the short side resized.</param>
/// <param name="Thumbnail">The brightness of the whole photo, squeezed into <see cref="Side"/> x <see cref="Side"/> pixels.</param>
internal sealed record PixelFacts(int Width, int Height, float Sharpness, byte[] Thumbnail)
{
    /// <summary>The side of the thumbnail, in pixels.</summary>
    public const int Side = 32;

    /// <summary>The number of floats that the facts are kept as.</summary>
    public const int Length = 3 + (Side * Side);

    public int ShortSide => Math.Min(Width, Height);

    public double Aspect => (double)Math.Max(Width, Height) / ShortSide;

    public static PixelFacts FromFloats(ReadOnlySpan<float> floats)
    {
        var thumbnail = new byte[Side * Side];
        for (int i = 0; i < thumbnail.Length; i++)
            thumbnail[i] = (byte)floats[3 + i];
        return new PixelFacts((int)floats[0], (int)floats[1], floats[2], thumbnail);
    }

    public float[] ToFloats() => [Width, Height, Sharpness, .. Thumbnail.Select(p => (float)p)];
}
