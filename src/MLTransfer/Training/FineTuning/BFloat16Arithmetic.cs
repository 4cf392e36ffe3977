using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace MLTransfer.Training.FineTuning;

/// <summary>Whether the processor multiplies bfloat16 itself. Where it does not, bfloat16 is slower than float32.</summary>
internal static class BFloat16Arithmetic
{
    // Intel, "Architecture Instruction Set Extensions Programming Reference": CPUID leaf 7.
    private const int Avx512BFloat16 = 1 << 5; // subleaf 1, EAX
    private const int AmxBFloat16 = 1 << 22; // subleaf 0, EDX

    /// <summary>By AVX-512 BF16 or AMX.</summary>
    public static bool IsFast { get; } = Find();

    /// <summary>The arithmetic of training: bfloat16 where that is asked for, or left open and fast.</summary>
    public static torch.ScalarType Choose(Precision asked, torch.Device device)
        => asked == Precision.BFloat16 || (asked == Precision.Auto && device.type == DeviceType.CPU && IsFast)
            ? torch.ScalarType.BFloat16
            : torch.ScalarType.Float32;

    private static bool Find()
    {
        if (!X86Base.IsSupported || !Avx512F.IsSupported || X86Base.CpuId(0, 0).Eax < 7)
            return false;
        return (X86Base.CpuId(7, 1).Eax & Avx512BFloat16) != 0 || (X86Base.CpuId(7, 0).Edx & AmxBFloat16) != 0;
    }
}
