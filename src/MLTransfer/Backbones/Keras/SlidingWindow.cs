namespace MLTransfer.Backbones.Keras;

/// <summary>A window that slides over one axis of an image.</summary>
/// <param name="Length">The length of the axis.</param>
/// <param name="Size">The size of the window.</param>
/// <param name="Stride">The step.</param>
/// <param name="Padding">What happens at the border.</param>
internal readonly record struct SlidingWindow(int Length, int Size, int Stride, KerasPadding Padding)
{
    /// <summary>The number of its positions; 0 where it does not fit.</summary>
    public int Positions => Padding == KerasPadding.Same
        ? (Length + Stride - 1) / Stride
        : Math.Max(0, (Length - Size + Stride) / Stride);

    /// <summary>What is padded before the first element: the smaller half.</summary>
    public int Before => Missing / 2;

    /// <summary>What is padded behind the last element.</summary>
    public int Behind => Missing - Before;

    private int Missing => Padding == KerasPadding.Same ? Math.Max(0, ((Positions - 1) * Stride) + Size - Length) : 0;
}
