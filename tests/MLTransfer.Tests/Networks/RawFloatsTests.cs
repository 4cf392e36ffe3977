using System.Buffers;
using Google.Protobuf;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Networks;

public class RawFloatsTests
{
    [Fact]
    public void Weights_in_float_data_are_read_as_bytes_and_nothing_else_changes()
    {
        ModelProto network = TinyNetwork.Create();
        ModelProto unpacked = network.Clone();
        foreach (TensorProto tensor in unpacked.Graph.Initializer.Where(IsFloat))
            Unpack(tensor);
        Assert.NotEqual(network, unpacked);

        Assert.Equal(network, NetworkFile.Parse(unpacked.ToByteArray(), "tiny"));
        Assert.Equal(network, NetworkFile.Parse(network.ToByteArray(), "tiny"));
    }

    [Fact]
    public void A_part_of_an_array_is_read_as_if_it_were_all()
    {
        var network = new ModelProto { Graph = new GraphProto { Initializer = { Floats(1, 2, 3) } } };
        byte[] bytes = network.ToByteArray();
        byte[] longer = [9, 9, .. bytes, 9];

        var read = ModelProto.Parser.ParseFrom(RawFloats.Of(new ArraySegment<byte>(longer, 2, bytes.Length)));

        Assert.Equal([1f, 2, 3], TensorValues.Floats(read.Graph.Initializer[0]));
        Assert.Empty(read.Graph.Initializer[0].FloatData);
    }

    public static TheoryData<string, byte[]> Others()
    {
        TensorProto both = Floats(1), complex = Floats(1, 2);
        both.RawData = ByteString.CopyFrom(new byte[4]);
        complex.DataType = (int)TensorProto.Types.DataType.Complex64;
        byte[] floats = Floats(1, 2).ToByteArray();
        return new()
        {
            { "with raw_data beside it", both.ToByteArray() },
            { "complex numbers", complex.ToByteArray() },
            { "two runs of floats", [.. floats, .. floats] },
            { "another one by itself", [.. floats, (TensorProto.FloatDataFieldNumber << 3) | 5, 0, 0, 128, 63] },
            { "a longer tag", [.. new TensorProto { DataType = (int)TensorProto.Types.DataType.Float }.ToByteArray(), 0xA2, 0, 4, 0, 0, 128, 63] },
            { "bytes in place of the type", [(TensorProto.DataTypeFieldNumber << 3) | 2, 1, 1, .. new TensorProto { FloatData = { 1 } }.ToByteArray()] },
        };
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void What_would_mean_something_else_as_bytes_stays(string what, byte[] tensor)
    {
        // As a message that has the tensor as its only initializer, in a graph that is the only field of a network.
        byte[] graph = [(GraphProto.InitializerFieldNumber << 3) | 2, (byte)tensor.Length, .. tensor];
        byte[] network = [(ModelProto.GraphFieldNumber << 3) | 2, (byte)graph.Length, .. graph];

        Assert.Equal(network, RawFloats.Of(network).ToArray());
        Assert.True(ModelProto.Parser.ParseFrom(network).Graph.Initializer.Count == 1, what);
    }

    [Fact]
    public void A_cut_off_file_is_an_error_of_the_format()
    {
        byte[] whole = new ModelProto { Graph = new GraphProto { Initializer = { Floats(1, 2, 3) } } }.ToByteArray();
        for (int length = 1; length < whole.Length; length++)
            Assert.Throws<InvalidProtocolBufferException>(() => ModelProto.Parser.ParseFrom(RawFloats.Of(whole.AsSpan(0, length).ToArray())));
    }

    private static bool IsFloat(TensorProto tensor) => tensor.DataType == (int)TensorProto.Types.DataType.Float;

    private static TensorProto Floats(params float[] values)
        => new() { DataType = (int)TensorProto.Types.DataType.Float, Dims = { values.Length }, FloatData = { values } };

    private static void Unpack(TensorProto tensor)
    {
        float[] values = TensorValues.Floats(tensor);
        tensor.RawData = ByteString.Empty;
        tensor.FloatData.Add(values);
    }
}
