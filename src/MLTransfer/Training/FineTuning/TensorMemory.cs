using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace MLTransfer.Training.FineTuning;

/// <summary>The memory of a float32 tensor on the CPU, to be filled without copies. The tensor must outlive it.</summary>
internal sealed class TensorMemory(torch.Tensor tensor) : MemoryManager<float>
{
    public override Span<float> GetSpan() => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    // Memory of Torch never moves.
    public override unsafe MemoryHandle Pin(int elementIndex = 0)
        => new((float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(GetSpan())) + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
