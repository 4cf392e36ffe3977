namespace MLTransfer.Training.Torch.Gradients;

/// <summary>
/// The correlation between the rows of an image and those of a gradient, by the discrete Fourier transform: fewer products than to correlate
/// them row by row. Written as three matrices, W ((I image) * (G gradient)), where * is by element.
/// </summary>
/// <remarks>
/// A frequency is a product of complex numbers, which takes three of real ones (Gauss; Knuth, The Art of Computer Programming 2, 4.6.4), and of
/// real numbers only half of the frequencies differ: some 1.5 products a row of the image, against one for each row of the kernel. The correlation
/// is circular; its length is such that nothing runs into the lags that are asked for.
/// </remarks>
internal sealed class RowCorrelation
{
    private readonly List<float[]> _image = [];
    private readonly List<float[]> _gradient = [];
    private readonly List<float[]> _weights = [];

    /// <param name="height">The rows of the image.</param>
    /// <param name="kernel">The rows of the kernel: so many lags, the first of them -<paramref name="padding"/>.</param>
    /// <param name="padding">The rows of zeros above the image, and as many below it.</param>
    public RowCorrelation(int height, int kernel, int padding)
    {
        int length = LengthOf(height, padding), gradientHeight = height + (2 * padding) - kernel + 1;
        for (int frequency = 0; 2 * frequency <= length; frequency++)
        {
            double step = 2 * Math.PI * frequency / length;
            bool isReal = IsReal(frequency, length);
            double share = (isReal ? 1.0 : 2.0) / length;
            float[] Rows(int count, Func<double, double> value) => [.. Enumerable.Range(0, count).Select(row => (float)value(step * row))];
            float[] Lags(Func<double, double> value) => [.. Enumerable.Range(-padding, kernel).Select(lag => (float)(share * value(step * lag)))];
            void Add(Func<double, double> image, Func<double, double> gradient, Func<double, double> weight)
            {
                _image.Add(Rows(height, image));
                _gradient.Add(Rows(gradientHeight, gradient));
                _weights.Add(Lags(weight));
            }

            // With a + ib of the image and p + iq of the gradient: ap, bq and (a + b)(p - q) give the real and the imaginary part of the product.
            Add(Math.Cos, Math.Cos, isReal ? Math.Cos : x => Math.Cos(x) + Math.Sin(x));
            if (isReal)
                continue;
            Add(x => -Math.Sin(x), x => -Math.Sin(x), x => Math.Cos(x) - Math.Sin(x));
            Add(x => Math.Cos(x) - Math.Sin(x), x => Math.Cos(x) + Math.Sin(x), x => -Math.Sin(x));
        }
    }

    /// <summary>I: [products, rows of the image].</summary>
    public IReadOnlyList<float[]> Image => _image;

    /// <summary>G: [products, rows of the gradient].</summary>
    public IReadOnlyList<float[]> Gradient => _gradient;

    /// <summary>W, transposed: [products, rows of the kernel].</summary>
    public IReadOnlyList<float[]> Weights => _weights;

    /// <summary>How many products it takes.</summary>
    public static long ProductsOf(long height, long padding)
        => Enumerable.Range(0, (int)(LengthOf(height, padding) / 2) + 1).Sum(f => IsReal(f, LengthOf(height, padding)) ? 1 : 3);

    private static int LengthOf(long height, long padding) => checked((int)(height + padding));

    private static bool IsReal(int frequency, int length) => frequency == 0 || 2 * frequency == length;
}
