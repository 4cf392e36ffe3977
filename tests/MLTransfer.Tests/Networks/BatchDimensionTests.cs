using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Networks;

public class BatchDimensionTests
{
    private const int Side = 16;

    private static void AssertTreatsImagesAlike(ModelProto network, ModelProto reference, int batch, int side)
    {
        const int images = 5;
        float[] pixels = Numbers.Pixels(3, images * batch, side, side);
        int one = pixels.Length / images;
        var expected = Enumerable.Range(0, images)
            .SelectMany(i => NetworkRun.Of(reference, pixels[(i * one)..((i + 1) * one)], batch, side, side).Values);
        Numbers.AssertClose([.. expected], NetworkRun.Of(network, pixels, images * batch, side, side).Values, 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Frees_a_network_exported_for_a_fixed_batch(int batch)
    {
        ModelProto freed = TinyNetwork.Create(batch: batch);
        BatchDimension.Free(freed, TinyNetwork.Size, TinyNetwork.Size);
        AssertTreatsImagesAlike(freed, TinyNetwork.Create(batch: batch), batch, TinyNetwork.Size);
        Assert.True(NetworkProbe.TreatsImagesOfABatchAlike(freed, "tiny"));
    }

    [Theory]
    [InlineData(1, -1)]
    [InlineData(1, 3 * Side * Side)]
    [InlineData(1, 0, -1)]
    [InlineData(1, 3, -1)]
    public void Frees_a_constant_shape(params int[] shape)
    {
        ModelProto fixedTo1 = Reshaped([.. shape.Select(d => (long)d)]), freed = fixedTo1.Clone();
        BatchDimension.Free(freed, Side, Side);
        AssertTreatsImagesAlike(freed, fixedTo1, 1, Side);
    }

    [Fact]
    public void Frees_a_shape_where_0_would_mean_0()
    {
        ModelProto fixedTo1 = Reshaped([1, -1]);
        fixedTo1.Graph.Node[0].Attribute.Add(GraphElements.Attribute("allowzero", 1L));
        fixedTo1.OpsetImport[0].Version = 14;
        ModelProto freed = fixedTo1.Clone();
        BatchDimension.Free(freed, Side, Side);
        AssertTreatsImagesAlike(freed, fixedTo1, 1, Side);
    }

    [Fact]
    public void Frees_the_shape_in_a_Constant_node()
    {
        ModelProto fixedTo1 = Reshaped([1, -1]);
        TensorProto shape = fixedTo1.Graph.Initializer[0];
        fixedTo1.Graph.Initializer.Clear();
        fixedTo1.Graph.Node.Insert(0, GraphElements.Node(
            "Constant", [], shape.Name, new AttributeProto { Name = "value", Type = AttributeProto.Types.AttributeType.Tensor, T = shape }));
        ModelProto freed = fixedTo1.Clone();
        BatchDimension.Free(freed, Side, Side);
        AssertTreatsImagesAlike(freed, fixedTo1, 1, Side);
    }

    [Fact]
    public void Leaves_the_scalar_of_a_shape_path_alone()
    {
        // What exporters write for x.reshape(x.shape[0], -1): the 1 in this Reshape is not the batch.
        var sketch = new NetworkSketch(batch: 1);
        sketch.Node("Shape", ["input"], "shape");
        sketch.Node("Gather", ["shape", sketch.Scalar("zero", 0)], "n");
        sketch.Node("Reshape", ["n", sketch.Integers("one", 1)], "n1");
        sketch.Node("Concat", ["n1", sketch.Integers("rest", -1)], "target", GraphElements.Attribute("axis", 0L));
        sketch.Node("Reshape", ["input", "target"], "output");
        ModelProto freed = sketch.Build("output"), fixedTo1 = freed.Clone();
        BatchDimension.Free(freed, Side, Side);
        AssertTreatsImagesAlike(freed, fixedTo1, 1, Side);
    }

    [Theory]
    [InlineData("Expand")]
    [InlineData("Transpose")]
    [InlineData("ReduceMean")]
    [InlineData("Softmax")]
    public void Refuses_a_network_that_depends_on_its_batch(string operation)
    {
        var sketch = new NetworkSketch(batch: 1);
        sketch.Node("GlobalAveragePool", ["input"], "pooled");
        string output = operation switch
        {
            // A learned token, laid out for exactly one image.
            "Expand" => sketch.Node(
                "Concat", ["pooled", sketch.Node("Expand", [sketch.Weights("token", 1, 1, 1, 1), sketch.Integers("to", 1, 1, 1, 1)], "tokens")], "o",
                GraphElements.Attribute("axis", 1L)),
            "Transpose" => sketch.Node("Reshape", [
                sketch.Node("Transpose", ["pooled"], "t", GraphElements.Attribute("perm", [1L, 0L, 2L, 3L])), sketch.Integers("to", 1, -1)], "o"),
            "ReduceMean" => sketch.Node("ReduceMean", ["pooled"], "o", GraphElements.Attribute("axes", [0L])),
            _ => sketch.Node("Softmax", ["pooled"], "o", GraphElements.Attribute("axis", 0L)),
        };
        using var folder = new TemporaryFolder();
        Backbone backbone = OnnxFile.Write(folder, sketch.Build(output));
        Assert.Contains("batch", Assert.Throws<NetworkException>(() => backbone.Cuts).Message);
    }

    private static ModelProto Reshaped(long[] shape)
    {
        var sketch = new NetworkSketch(Side, Side, batch: 1);
        sketch.Node("Reshape", ["input", sketch.Integers("shape", shape)], "output");
        return sketch.Build("output");
    }
}
