using static TorchSharp.torch;

namespace MLTransfer.Training.FineTuning;

/// <summary>
/// Mixes each row of a batch with another one, and their labels: MixUp (Zhang et al. 2018) blends them, CutMix (Yun et al. 2019) puts a rectangle
/// of one into the other. The share of each follows Beta(alpha, alpha), once a batch. Where both are on, chance decides for each batch.
/// Activations without spatial extent ([N,D] or [N,C,1,1]) have no rectangles: there CutMix falls back to MixUp.
/// </summary>
/// <param name="mixUp">The alpha of MixUp, 0 for none.</param>
/// <param name="cutMix">The alpha of CutMix, 0 for none.</param>
internal sealed class Mixing(double mixUp, double cutMix)
{
    private readonly double _mixUp = AtLeast0(mixUp, nameof(mixUp)), _cutMix = AtLeast0(cutMix, nameof(cutMix));

    /// <summary>Whether anything is mixed.</summary>
    public bool IsOn => _mixUp > 0 || _cutMix > 0;

    /// <summary>Mixes a batch, which stays as it is.</summary>
    /// <param name="activations">[N,C,H,W] or [N,D].</param>
    /// <param name="labels">The class of each row: int64 [N].</param>
    /// <param name="random">Decides on everything.</param>
    public MixedBatch Apply(Tensor activations, Tensor labels, Random random)
    {
        using var scope = NewDisposeScope();
        long[] order = [.. Enumerable.Range(0, (int)labels.shape[0])];
        random.Shuffle(order);
        Tensor partners = tensor(order, device: activations.device);
        Tensor others = activations.index_select(0, partners);
        bool hasExtent = activations.dim() == 4 && activations.shape[2] * activations.shape[3] > 1;
        bool cuts = _cutMix > 0 && (_mixUp == 0 || random.Next(2) == 0) && hasExtent;
        double alpha = cuts || _mixUp == 0 ? _cutMix : _mixUp, share = BetaDistribution.Draw(random, alpha);
        Tensor mixed = cuts ? Cut(activations, others, random, ref share) : activations.lerp(others, 1 - share);
        return new(mixed.MoveToOuterDisposeScope(), labels, labels.index_select(0, partners).MoveToOuterDisposeScope(), share);
    }

    /// <summary>Puts a rectangle of the others in. Where it reaches over the edge, more remains than was drawn.</summary>
    private static Tensor Cut(Tensor activations, Tensor others, Random random, ref double share)
    {
        long height = activations.shape[2], width = activations.shape[3];
        double side = Math.Sqrt(1 - share);
        (long top, long rows) = Interval(height, side, random);
        (long left, long columns) = Interval(width, side, random);
        share = 1 - (double)(rows * columns) / (height * width);
        Tensor mixed = activations.clone();
        mixed.narrow(2, top, rows).narrow(3, left, columns).copy_(others.narrow(2, top, rows).narrow(3, left, columns));
        return mixed;
    }

    /// <summary>The part of an interval around a random centre that is inside.</summary>
    private static (long Start, long Length) Interval(long size, double share, Random random)
    {
        long length = (long)Math.Round(size * share), start = random.NextInt64(size) - length / 2;
        long end = Math.Min(size, start + length);
        start = Math.Max(0, start);
        return (start, end - start);
    }

    private static double AtLeast0(double alpha, string name) => alpha is >= 0 and < double.PositiveInfinity
        ? alpha
        : throw new ArgumentOutOfRangeException(name, alpha, "It must be at least 0.");
}
