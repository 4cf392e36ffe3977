namespace MLTransfer.Imaging;

/// <summary>Turns planes of floats back into pixels of four bytes, opaque.</summary>
internal static class PixelBytes
{
    /// <summary>Blue, green, red, alpha.</summary>
    /// <param name="planes">Red, green and blue planes, 0 to 255.</param>
    public static byte[] ToBgra(ReadOnlySpan<float> planes)
    {
        int plane = planes.Length / 3;
        byte[] pixels = new byte[4 * plane];
        for (int i = 0; i < plane; i++)
        {
            pixels[4 * i] = Round(planes[(2 * plane) + i]);
            pixels[(4 * i) + 1] = Round(planes[plane + i]);
            pixels[(4 * i) + 2] = Round(planes[i]);
            pixels[(4 * i) + 3] = byte.MaxValue;
        }

        return pixels;
    }

    private static byte Round(float value) => (byte)MathF.Round(value);
}
