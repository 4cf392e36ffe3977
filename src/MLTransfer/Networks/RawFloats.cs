using System.Buffers;
using Google.Protobuf;
using Onnx;

namespace MLTransfer.Networks;

/// <summary>
/// Reads an ONNX file as if the weights in it that stand in <c>float_data</c> stood in <c>raw_data</c>. Both are the same bytes behind another tag,
/// but floats behind their own are parsed one by one, and of a file of 64 MB that takes longer than all the rest.
/// </summary>
/// <remarks>https://protobuf.dev/programming-guides/encoding/, "Packed Repeated Fields".</remarks>
internal static class RawFloats
{
    // A tag is the number of a field and how its value is written: as a varint (0), as a length and so many bytes (2), or as four bytes (5).
    private const uint Graph = (ModelProto.GraphFieldNumber << 3) | 2;
    private const uint Initializer = (GraphProto.InitializerFieldNumber << 3) | 2;
    private const uint DataType = TensorProto.DataTypeFieldNumber << 3;
    private const uint FloatData = (TensorProto.FloatDataFieldNumber << 3) | 2;
    private const uint OneFloat = (TensorProto.FloatDataFieldNumber << 3) | 5;
    private const uint RawData = (TensorProto.RawDataFieldNumber << 3) | 2;
    private static readonly byte[] RawTag = [(byte)RawData];

    /// <param name="network">The file; it does not change.</param>
    /// <exception cref="InvalidProtocolBufferException">It is no ONNX file, or a damaged one. Some damage is left for the parser to find.</exception>
    public static ReadOnlySequence<byte> Of(ArraySegment<byte> network)
    {
        byte[] file = network.Array ?? [];
        var first = new Segment(default, null);
        Segment last = first;
        int done = network.Offset, end = network.Offset + network.Count;
        foreach (int tag in TagsIn(file, done, end))
        {
            last = new Segment(RawTag, new Segment(file.AsMemory(done..tag), last));
            done = tag + 1;
        }

        last = new Segment(file.AsMemory(done..end), last);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    /// <summary>Where the tags of the floats are that can be read as bytes.</summary>
    private static List<int> TagsIn(byte[] file, int start, int end)
    {
        var tags = new List<int>();
        using var input = new CodedInputStream(file, start, end - start);
        EachIn(input, end, Graph, graph => EachIn(input, graph, Initializer, tensor =>
        {
            if (TagIn(input, file, tensor) is { } tag)
                tags.Add(tag);
        }));
        return tags;
    }

    /// <summary>Enters every message with a tag, and says where it ends.</summary>
    private static void EachIn(CodedInputStream input, long end, uint tag, Action<long> enter)
    {
        while (TryReadTag(input, end) is { } next)
        {
            if (next == tag)
                enter(input.ReadLength() + input.Position);
            else
                input.SkipLastField();
        }
    }

    private static int? TagIn(CodedInputStream input, byte[] file, long end)
    {
        int? tag = null;
        bool isFloat = false, hasOther = false;
        for (long place = input.Position; TryReadTag(input, end) is { } next; place = input.Position)
        {
            switch (next)
            {
                case DataType:
                    isFloat = input.ReadInt32() == (int)TensorProto.Types.DataType.Float;
                    continue;
                // Runs of floats follow one another; of blocks of bytes the last one counts. So there may be only one.
                case FloatData when tag is null && file[place] == FloatData:
                    tag = (int)place;
                    break;
                case FloatData or OneFloat or RawData:
                    hasOther = true;
                    break;
            }

            input.SkipLastField();
        }

        return isFloat && !hasOther ? tag : null;
    }

    /// <summary>The next tag; null at the end of a message, or of the file where that ends first.</summary>
    private static uint? TryReadTag(CodedInputStream input, long end) => input.Position < end && input.ReadTag() is not 0 and var tag ? tag : null;

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is null)
                return;
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}
