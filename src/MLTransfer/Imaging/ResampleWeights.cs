using System.Buffers;

namespace MLTransfer.Imaging;

/// <summary>
/// Which input pixels make an output pixel, and with what weights: a triangle as wide as two output pixels, or two input pixels
/// where the image is enlarged, around the centre of the output pixel. The convention of Pillow, and of torchvision with antialias.
/// </summary>
internal sealed class ResampleWeights : IDisposable
{
    private readonly int[] _starts;
    private readonly int[] _counts;
    private readonly float[] _weights;
    private readonly int _stride;

    public ResampleWeights(ResampleAxis axis, int length)
    {
        double support = Math.Max(1, axis.Scale);
        _stride = (int)Math.Min(length, (2 * Math.Ceiling(support)) + 1);
        _starts = ArrayPool<int>.Shared.Rent(axis.Count);
        _counts = ArrayPool<int>.Shared.Rent(axis.Count);
        _weights = ArrayPool<float>.Shared.Rent(checked(axis.Count * _stride));
        Count = axis.Count;
        for (int i = 0; i < Count; i++)
        {
            double centre = axis.Start + ((i + 0.5) * axis.Scale);
            // The clamps keep a centre that rounding put past the last pixel on it.
            int start = Math.Clamp((int)(centre - support + 0.5), 0, length - 1);
            int end = Math.Clamp((int)(centre + support + 0.5), start + 1, Math.Min(length, start + _stride));
            _starts[i] = start;
            _counts[i] = end - start;
            Fill(_weights.AsSpan(i * _stride, end - start), start + 0.5 - centre, support);
        }
    }

    /// <summary>The number of output pixels.</summary>
    public int Count { get; }

    /// <summary>The first input pixel that any output pixel needs.</summary>
    public int First => _starts[0];

    /// <summary>The input pixel after the last one needed. Starts and ends never decrease from one output pixel to the next.</summary>
    public int End => EndOf(Count - 1);

    public int StartOf(int i) => _starts[i];

    public int EndOf(int i) => _starts[i] + _counts[i];

    /// <summary>The weights of output pixel <paramref name="i"/>, for the input pixels from <see cref="StartOf"/> on. They sum to 1.</summary>
    public ReadOnlySpan<float> Of(int i) => _weights.AsSpan(i * _stride, _counts[i]);

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_starts);
        ArrayPool<int>.Shared.Return(_counts);
        ArrayPool<float>.Shared.Return(_weights);
    }

    private static void Fill(Span<float> weights, double firstDistance, double support)
    {
        double sum = 0;
        for (int k = 0; k < weights.Length; k++)
            sum += Triangle(k);
        if (sum == 0)
        {
            weights.Fill(1f / weights.Length);
            return;
        }
        for (int k = 0; k < weights.Length; k++)
            weights[k] = (float)(Triangle(k) / sum);

        double Triangle(int k) => Math.Max(0, 1 - (Math.Abs(firstDistance + k) / support));
    }
}
