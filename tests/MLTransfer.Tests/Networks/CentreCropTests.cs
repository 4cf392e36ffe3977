using Google.Protobuf;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Networks;

public class CentreCropTests
{
    private const int Height = 5, Width = 8;

    private static ModelProto Cropped(long opset)
    {
        var sketch = new NetworkSketch(Height, Width);
        sketch.Graph.Input[0].Name = TensorNames.Image;
        sketch.Node("Flatten", [sketch.Node("Relu", [TensorNames.Image], "r")], TensorNames.Features);
        return sketch.Build(TensorNames.Features, opset);
    }

    private static IEnumerable<float> ByHand(float[] photos, int size)
    {
        // (size - crop) / 2 in whole pixels; a half goes to the even neighbour.
        int top = size switch { 8 => 2, 9 => 2, 10 => 2, _ => 3 }, left = size switch { 8 => 0, 9 => 0, 10 => 1, _ => 2 };
        return photos.Chunk(size * size).SelectMany(plane =>
            from y in Enumerable.Range(top, Height) from x in Enumerable.Range(left, Width) select plane[y * size + x]);
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(8, 9)]
    [InlineData(9, 10)]
    [InlineData(10, 9)]
    [InlineData(13, 10)]
    [InlineData(13, 11)]
    [InlineData(21, 11)]
    public void Gives_the_network_the_centre_of_the_photo(long opset, int size)
    {
        ModelProto network = CentreCrop.Prepend(Cropped(opset), size);
        float[] photos = Numbers.Pixels(1, 2, size, size);
        Assert.Equal(ByHand(photos, size), NetworkRun.Of(network, photos, 2, size, size).Values);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(13)]
    public void Is_taken_back_together_with_the_flat_output(long opset)
    {
        ModelProto network = Cropped(opset);
        byte[] before = network.ToByteArray();
        ModelProto photoNetwork = CentreCrop.Prepend(network, 11);
        FlatOutput.Append(photoNetwork, TensorNames.Features, 3 * Height * Width, "Vector");
        Assert.Equal(before, network.ToByteArray());

        ModelProto restored = CentreCrop.Remove(ModelProto.Parser.ParseFrom(photoNetwork.ToByteArray()), Height, Width);
        Assert.Equal(network.Graph, restored.Graph);

        // A restored network can be saved again, for another size.
        float[] photos = Numbers.Pixels(2, 1, 9, 9);
        Assert.Equal(ByHand(photos, 9), NetworkRun.Of(CentreCrop.Prepend(restored, 9), photos, 1, 9, 9).Values);
    }

    [Fact]
    public void Is_not_looked_for_in_other_networks()
    {
        ModelProto network = Cropped(13);
        Assert.Same(network, CentreCrop.Remove(network, Height, Width));
        byte[] before = network.ToByteArray();
        FlatOutput.Remove(network);
        Assert.Equal(before, network.ToByteArray());
    }

    [Theory]
    [InlineData("Vector")]
    [InlineData("r")]
    [InlineData(TensorNames.Image)]
    [InlineData(TensorNames.Features)]
    public void A_flat_output_is_the_same_numbers_without_batch(string column)
    {
        // A column of ML.NET may bear any name, that of a tensor inside included.
        ModelProto shared = Cropped(13);
        byte[] before = shared.ToByteArray();
        ModelProto network = CentreCrop.Prepend(shared, 9);
        float[] photo = Numbers.Pixels(1, 1, 9, 9);
        float[] expected = NetworkRun.Of(network, photo, 1, 9, 9).Values;
        FlatOutput.Append(network, TensorNames.Features, expected.Length, column);
        Output flat = NetworkRun.Of(network, photo, [1, 3, 9, 9], [column])[0];
        Assert.Equal([expected.Length], flat.Shape);
        Assert.Equal(expected, flat.Values);
        Assert.Equal(before, shared.ToByteArray());
    }
}
