using Google.Protobuf;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Networks;

public class TensorValuesTests
{
    [Fact]
    public void Numbers_that_stand_one_by_one_are_packed_when_a_network_is_read()
    {
        ModelProto network = TinyNetwork.Create();
        float[][] expected = [.. Floats(network).Select(TensorValues.Floats)];
        foreach (TensorProto tensor in Floats(network))
            Unpack(tensor);

        ModelProto read = NetworkFile.Parse(network.ToByteArray(), "tiny");

        Assert.All(Floats(read), t => Assert.Empty(t.FloatData));
        Assert.Equal(expected, Floats(read).Select(TensorValues.Floats));
    }

    [Fact]
    public void What_does_not_fit_its_shape_is_not_packed()
    {
        TensorProto tensor = GraphElements.Tensor("wrong", [1f, 2, 3], 4);
        Unpack(tensor);
        TensorValues.PackFloats(tensor);
        Assert.Equal([1f, 2, 3], tensor.FloatData);
        Assert.True(tensor.RawData.IsEmpty);
    }

    private static IEnumerable<TensorProto> Floats(ModelProto network)
        => network.Graph.Initializer.Where(i => i.DataType == (int)TensorProto.Types.DataType.Float);

    private static void Unpack(TensorProto tensor)
    {
        float[] values = TensorValues.Floats(tensor);
        tensor.RawData = ByteString.Empty;
        tensor.FloatData.Add(values);
    }
}
