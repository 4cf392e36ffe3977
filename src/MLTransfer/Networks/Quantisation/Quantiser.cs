using System.Runtime.Intrinsics.X86;
using Onnx;

namespace MLTransfer.Networks.Quantisation;

/// <summary>
/// Turns a network into one that a runtime can compute on bytes: folds its batch normalisation, decides what is quantised, and,
/// once the ranges of activations are known, writes the graph.
/// </summary>
internal sealed class Quantiser
{
    private const int LargestWeight = 127;

    // Without instructions for it, ONNX Runtime adds two products of bytes in 16 bits, which only hold those of 7-bit weights.
    private const int LargestWeightWithoutInstructions = 63;

    private readonly QuantisationPlan _plan;

    private Quantiser(ModelProto folded, QuantisationPlan plan) => (Folded, _plan) = (folded, plan);

    /// <summary>The float network that is quantised: the same function, in a later version of the operators, normalisation folded.</summary>
    public ModelProto Folded { get; }

    /// <summary>The tensors of <see cref="Folded"/> whose ranges are needed.</summary>
    public IReadOnlyList<string> Tensors => _plan.Tensors;

    /// <summary>Prepares a network.</summary>
    /// <param name="network">The network; it does not change. Its outputs stay tensors of their own.</param>
    /// <param name="obstacle">Why it cannot be quantised; null where it can.</param>
    public static Quantiser? TryCreate(ModelProto network, out string? obstacle)
    {
        if (OpsetRaise.TryRaise(network, out obstacle) is not { } raised)
            return null;
        ModelProto folded = BatchNormFolding.Apply(raised);
        var plan = new QuantisationPlan(folded);
        if (plan.Nodes.Count > 0)
            return new Quantiser(folded, plan);
        obstacle = "it has no convolution that could be: behind another one, not depthwise, with constant weights";
        return null;
    }

    /// <summary>The quantised network.</summary>
    /// <param name="ranges">The ranges of <see cref="Tensors"/>.</param>
    public ModelProto Quantise(IReadOnlyDictionary<string, QuantisedRange> ranges)
        => QuantisedGraph.Create(Folded, _plan, ranges, HasInstructions ? LargestWeight : LargestWeightWithoutInstructions);

    /// <summary>Whether the processor adds products of bytes in 32 bits (on x64: AVX-512 VNNI or AVX-VNNI).</summary>
    public static bool HasInstructions
    {
        get
        {
            if (!X86Base.IsSupported)
                return true;
            bool avx512Vnni = Avx512F.IsSupported && (X86Base.CpuId(7, 0).Ecx & (1 << 11)) != 0;
            bool avxVnni = Avx2.IsSupported && (X86Base.CpuId(7, 1).Eax & (1 << 4)) != 0;
            return avx512Vnni || avxVnni;
        }
    }
}
