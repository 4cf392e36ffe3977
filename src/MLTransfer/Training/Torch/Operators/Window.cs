namespace MLTransfer.Training.Torch.Operators;

/// <summary>The window that a convolution or a pooling moves over an image, along its height and its width.</summary>
internal sealed class Window
{
    private readonly string _autoPad;
    private readonly long[] _pads;

    public Window(OperatorContext context, long[] size)
    {
        if (size.Length != 2)
            throw new NotSupportedException($"it works on {size.Length} dimensions, not on height and width");
        NodeAttributes attributes = context.Attributes;
        Size = size;
        Strides = attributes.Integers("strides") ?? [1, 1];
        Dilations = attributes.Integers("dilations") ?? [1, 1];
        RoundsUp = attributes.Flag("ceil_mode");
        _pads = attributes.Integers("pads") ?? [0, 0, 0, 0];
        _autoPad = attributes.Text("auto_pad", "NOTSET");
        if (_autoPad is not ("NOTSET" or "SAME_UPPER" or "SAME_LOWER" or "VALID"))
            throw new NotSupportedException($"its auto_pad is '{_autoPad}'");
    }

    public long[] Size { get; }

    public long[] Strides { get; }

    public long[] Dilations { get; }

    /// <summary>Whether a last window that only partly fits is counted.</summary>
    public bool RoundsUp { get; }

    /// <summary>How the window lies on an image of a height and width.</summary>
    public Placement On(long height, long width)
    {
        (long Begin, long End, long Count) y = Along(0, height), x = Along(1, width);
        return new Placement([y.Begin, x.Begin], [y.End, x.End], [y.Count, x.Count]);
    }

    /// <summary>How far the window reaches along a dimension, its dilation counted.</summary>
    public long Reach(int dimension) => ((Size[dimension] - 1) * Dilations[dimension]) + 1;

    private (long Begin, long End, long Count) Along(int dimension, long length)
    {
        long stride = Strides[dimension], reach = Reach(dimension);
        switch (_autoPad)
        {
            case "VALID":
                return (0, 0, ((length - reach) / stride) + 1);
            case "SAME_UPPER" or "SAME_LOWER":
                long same = (length + stride - 1) / stride, total = Math.Max(0, ((same - 1) * stride) + reach - length);
                long begin = _autoPad == "SAME_UPPER" ? total / 2 : total - (total / 2);
                return (begin, total - begin, same);
            default:
                (long before, long after) = (_pads[dimension], _pads[dimension + 2]);
                long room = length + before + after - reach;
                long count = ((RoundsUp ? room + stride - 1 : room) / stride) + 1;
                // A window must not begin in the padding behind the image.
                if (RoundsUp && (count - 1) * stride >= length + before)
                    count--;
                return (before, after, count);
        }
    }

    /// <summary>Padding before and after, and the number of windows, along height and width.</summary>
    internal sealed record Placement(long[] Begin, long[] End, long[] Count);
}
