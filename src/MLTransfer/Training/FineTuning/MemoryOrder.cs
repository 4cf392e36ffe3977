using TorchSharp;

namespace MLTransfer.Training.FineTuning;

/// <summary>How the numbers of a tensor lie in memory.</summary>
internal static class MemoryOrder
{
    // Torch's channels-last.
    private static readonly long[] ChannelsLast = [0, 2, 3, 1];

    /// <summary>
    /// A view of the same memory whose dimensions are in its order, so that the numbers follow each other without a gap: of a contiguous
    /// tensor itself, of a channels-last one [N,H,W,C]. Null where there is neither.
    /// </summary>
    public static torch.Tensor? View(torch.Tensor tensor)
    {
        if (tensor.is_contiguous())
            return tensor.alias();
        if (tensor.dim() != 4)
            return null;
        torch.Tensor channelsLast = tensor.permute(ChannelsLast);
        if (channelsLast.is_contiguous())
            return channelsLast;
        channelsLast.Dispose();
        return null;
    }

    /// <summary>The numbers of a tensor in the memory order of another one of the same shape: a view where they have it, otherwise a copy.</summary>
    public static torch.Tensor Like(torch.Tensor model, torch.Tensor tensor)
        => model.is_contiguous() ? tensor.contiguous() : tensor.permute(ChannelsLast).contiguous();
}
