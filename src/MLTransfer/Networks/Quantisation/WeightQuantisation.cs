using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace MLTransfer.Networks.Quantisation;

/// <summary>The weights of a convolution as signed bytes with a scale for each output channel, and its bias in the steps of the products.</summary>
/// <param name="Weights">The weights, in their order.</param>
/// <param name="Scales">One for each output channel.</param>
/// <param name="Bias">One for each output channel; null where there is none.</param>
/// <param name="BiasScales">Scale of the input times <paramref name="Scales"/>.</param>
internal sealed record WeightQuantisation(sbyte[] Weights, float[] Scales, int[]? Bias, float[] BiasScales)
{
    // Half of what an int32 holds: the sum of the products needs the rest.
    private const double LargestBias = 1 << 30;

    /// <param name="weights">[out, ...].</param>
    /// <param name="bias">[out], or null.</param>
    /// <param name="channels">The number of output channels.</param>
    /// <param name="inputScale">The scale of the input.</param>
    /// <param name="largest">The largest magnitude of a weight, 127 or less.</param>
    public static WeightQuantisation Of(ReadOnlySpan<float> weights, float[]? bias, int channels, float inputScale, int largest)
    {
        int size = weights.Length / channels;
        var (codes, scales, biasScales) = (new sbyte[weights.Length], new float[channels], new float[channels]);
        int[]? biasCodes = bias is null ? null : new int[channels];
        for (int c = 0; c < channels; c++)
        {
            ReadOnlySpan<float> filter = weights.Slice(c * size, size);
            double scale = Math.Max(
                Math.Abs((double)TensorPrimitives.MaxMagnitude(filter)) / largest, Math.Abs(bias?[c] ?? 0) / (inputScale * LargestBias));
            // Where all is 0 any scale will do.
            scales[c] = scale > float.Epsilon ? (float)scale : 1;
            biasScales[c] = scales[c] * inputScale;
            Round(filter, scales[c], largest, codes.AsSpan(c * size, size));
            if (biasCodes is not null)
                biasCodes[c] = (int)Math.Round((double)bias![c] / biasScales[c]);
        }

        return new WeightQuantisation(codes, scales, biasCodes, biasScales);
    }

    // Compiled to the fastest code at once: tens of millions of weights are done before the runtime would get round to it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Round(ReadOnlySpan<float> weights, float step, int largest, Span<sbyte> codes)
    {
        for (int i = 0; i < codes.Length; i++)
            codes[i] = (sbyte)Math.Clamp((int)MathF.Round(weights[i] / step), -largest, largest);
    }
}
