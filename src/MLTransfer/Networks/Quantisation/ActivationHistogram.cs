using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace MLTransfer.Networks.Quantisation;

/// <summary>
/// How often a tensor has which values, and the range that loses least when they become bytes. The counts do not depend on the order in which
/// images are added. Thread-safe.
/// </summary>
/// <remarks>
/// The lowest and the highest value are those of all values. Of a large tensor not every value is counted: there are hundreds of thousands an
/// image, neighbours are alike, and to count them all takes as long as a good part of the network itself.
/// The bins lie on both sides of 0 and end at a power of two, which doubles when a larger value comes: two bins then become one, exactly.
/// The range has the smallest expected square error, that of rounding (a twelfth of the squared step) within and that of clipping outside:
/// Banner et al., "Post training 4-bit quantization of convolutional networks for rapid deployment", 2019, equation 5, with the counts in place of
/// an assumed distribution.
/// </remarks>
internal sealed class ActivationHistogram
{
    private const int Half = 4096;
    private const int Candidates = 128;

    // Of one image, about; those of all images are dozens a bin.
    private const int Counted = 4 * Half;

    // Below this the share of the range is not searched: to clip more never pays at 8 bits.
    private const double LeastShare = .2;
    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[2 * Half];
    private float _end = float.Exp2(-20);
    private float _low;
    private float _high;

    /// <summary>Counts the values of an image.</summary>
    /// <returns>Whether they are all finite; if not, none is counted.</returns>
    public bool TryAdd(ReadOnlySpan<float> values)
    {
        if (values.IsEmpty)
            return true;
        float low = TensorPrimitives.Min(values), high = TensorPrimitives.Max(values), largest = Math.Max(-low, high);
        if (!float.IsFinite(largest))
            return false;
        lock (_lock)
        {
            (_low, _high) = (Math.Min(_low, low), Math.Max(_high, high));
            while (_end <= largest)
                Double();
            Count(values, StrideOf(values.Length), Half / _end, _counts);
        }

        return true;
    }

    // Compiled to the fastest code at once: all is counted before the runtime would get round to it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Count(ReadOnlySpan<float> values, int stride, float binsPerUnit, long[] counts)
    {
        for (int i = 0; i < values.Length; i += stride)
            counts[Half + (int)MathF.Floor(values[i] * binsPerUnit)]++;
    }

    /// <summary>The best range for the values so far; it contains 0.</summary>
    public QuantisedRange BestRange()
    {
        lock (_lock)
        {
            double[] low = Bounds(_low), high = Bounds(_high);
            double[] lowLoss = ClippingLosses(low, -1), highLoss = ClippingLosses(high, 1);
            long rounded = _counts.Sum() - _counts[Half];
            (double Loss, int Low, int High) best = (double.PositiveInfinity, 0, 0);
            for (int i = 0; i < low.Length; i++)
            {
                for (int k = 0; k < high.Length; k++)
                {
                    double step = (high[k] - low[i]) / QuantisedRange.Steps;
                    double loss = rounded * step * step / 12 + lowLoss[i] + highLoss[k];
                    if (loss < best.Loss)
                        best = (loss, i, k);
                }
            }

            return QuantisedRange.Between((float)low[best.Low], (float)high[best.High]);
        }
    }

    /// <summary>Ends to try, from the whole down to a share of it; 0 alone where there is nothing on this side.</summary>
    private static double[] Bounds(float whole)
        => whole == 0 ? [0] : [.. Enumerable.Range(0, Candidates).Select(i => whole * (1 - (1 - LeastShare) * i / (Candidates - 1)))];

    /// <summary>The square error of what lies beyond each of some bounds, the farthest first, summed over all values.</summary>
    private double[] ClippingLosses(double[] bounds, int side)
    {
        double width = _end / Half;
        var losses = new double[bounds.Length];
        // Of the values beyond: their number, their sum and that of their squares.
        double count = 0, sum = 0, squares = 0;
        int bin = Half - 1;
        for (int b = 0; b < bounds.Length; b++)
        {
            double bound = side * bounds[b];
            for (; bin >= 0 && (bin + .5) * width > bound; bin--)
            {
                double value = (bin + .5) * width, counted = _counts[side > 0 ? Half + bin : Half - 1 - bin];
                (count, sum, squares) = (count + counted, sum + counted * value, squares + counted * value * value);
            }

            losses[b] = squares - 2 * bound * sum + bound * bound * count;
        }

        return losses;
    }

    /// <summary>
    /// How many values there are to one that is counted. It has no factor in common with their number, and so none with the size of a channel:
    /// the positions that are counted then are others in each channel, and no row or column of the image is left out.
    /// </summary>
    private static int StrideOf(int length)
    {
        int stride = Math.Max(1, length / Counted);
        while (BigInteger.GreatestCommonDivisor(stride, length) > 1)
            stride++;
        return stride;
    }

    private void Double()
    {
        var merged = new long[2 * Half];
        for (int i = 0; i < merged.Length; i++)
            merged[Half + ((i - Half) >> 1)] += _counts[i];
        merged.CopyTo(_counts, 0);
        _end *= 2;
    }
}
