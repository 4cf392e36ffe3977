namespace MLTransfer.Evaluation;

/// <summary>Measures sharpness: edges make second derivatives large and small, blur makes all of them small.</summary>
/// <remarks>Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy: a comparative study", 2000.</remarks>
internal static class Laplacian
{
    /// <summary>The variance of the Laplacian (four neighbours minus four times the pixel) inside an image of one channel.</summary>
    public static float Variance(ReadOnlySpan<float> image, int width)
    {
        int height = image.Length / width;
        double sum = 0, squares = 0;
        for (int y = 1; y < height - 1; y++)
        {
            for (int x = 1; x < width - 1; x++)
            {
                int i = (y * width) + x;
                double value = image[i - 1] + image[i + 1] + image[i - width] + image[i + width] - (4 * image[i]);
                sum += value;
                squares += value * value;
            }
        }

        double count = (width - 2) * (height - 2);
        return (float)Math.Max(0, (squares / count) - (sum / count * (sum / count)));
    }
}
