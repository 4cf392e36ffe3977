using System.Numerics.Tensors;

namespace MLTransfer.Networks.ClassMaps;

/// <summary>A tensor of activations that has places: for one image [channels, height, width], or [height, width, channels].</summary>
/// <param name="Tensor">Its name.</param>
/// <param name="Channels">The number of channels.</param>
/// <param name="Height">The number of rows.</param>
/// <param name="Width">The number of columns.</param>
/// <param name="IsChannelsLast">Whether the numbers of a place lie side by side, rather than those of a channel.</param>
internal sealed record ActivationMap(string Tensor, int Channels, int Height, int Width, bool IsChannelsLast)
{
    public int Places => Height * Width;

    public int Length => Channels * Places;

    /// <summary>Its shape for one image.</summary>
    public long[] Shape => IsChannelsLast ? [Height, Width, Channels] : [Channels, Height, Width];

    public static ActivationMap Of(string tensor, IReadOnlyList<long> shape, bool isChannelsLast)
        => isChannelsLast
            ? new(tensor, (int)shape[2], (int)shape[0], (int)shape[1], true)
            : new(tensor, (int)shape[0], (int)shape[1], (int)shape[2], false);

    /// <summary>For every channel, a number made of the activations of all its places.</summary>
    /// <param name="activations">The map, or anything of its shape.</param>
    /// <param name="reduce">Makes it.</param>
    public float[] PerChannel(ReadOnlySpan<float> activations, Func<ReadOnlySpan<float>, float> reduce)
    {
        var result = new float[Channels];
        float[] channel = new float[Places];
        for (int c = 0; c < Channels; c++)
        {
            for (int p = 0; p < channel.Length; p++)
                channel[p] = activations[IndexOf(c, p)];
            result[c] = reduce(channel);
        }

        return result;
    }

    /// <summary>For every place, row by row, the sum of its activations, each times a weight.</summary>
    /// <param name="activations">The map.</param>
    /// <param name="weights">A weight for each channel, or one for each number of the map.</param>
    public float[] WeightedSum(ReadOnlySpan<float> activations, ReadOnlySpan<float> weights)
    {
        var result = new float[Places];
        for (int c = 0; c < Channels; c++)
        {
            for (int p = 0; p < result.Length; p++)
            {
                int index = IndexOf(c, p);
                result[p] += activations[index] * weights[weights.Length == Channels ? c : index];
            }
        }

        return result;
    }

    public static float Mean(ReadOnlySpan<float> values) => TensorPrimitives.Sum(values) / values.Length;

    private int IndexOf(int channel, int place) => IsChannelsLast ? (place * Channels) + channel : (channel * Places) + place;
}
