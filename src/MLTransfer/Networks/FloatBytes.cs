using System.Buffers;
using System.Runtime.InteropServices;

namespace MLTransfer.Networks;

/// <summary>The bytes of an array of floats, without a copy of them.</summary>
internal sealed class FloatBytes(float[] values) : MemoryManager<byte>
{
    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(values.AsSpan());

    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        GCHandle handle = GCHandle.Alloc(values, GCHandleType.Pinned);
        return new MemoryHandle((byte*)handle.AddrOfPinnedObject() + elementIndex, handle);
    }

    // The handle that is given out unpins.
    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
