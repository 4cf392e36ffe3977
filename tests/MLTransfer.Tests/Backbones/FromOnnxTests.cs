using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Networks;
using MLTransfer.Tests.Networks;
using Onnx;

namespace MLTransfer.Tests.Backbones;

public class FromOnnxTests
{
    private static string ErrorOf(ModelProto network, BackboneOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        Backbone backbone = OnnxFile.Write(folder, network, options);
        return Assert.Throws<NetworkException>(() => OnnxFile.Use(backbone)).Message;
    }

    private static ModelProto Tiny(Action<GraphProto> change)
    {
        ModelProto network = TinyNetwork.Create();
        change(network.Graph);
        return network;
    }

    [Fact]
    public void Wrong_inputs_are_described()
    {
        const string takes = "[N, height, width, 3] are made that; this network takes ";
        Assert.Contains($"{takes}'input' Float [N, 4, 32, 32].", ErrorOf(Tiny(g => g.Input[0] = GraphElements.BatchOf("input", 4, 32, 32))));
        Assert.Contains($"{takes}'input' Float [N, 3, 32].", ErrorOf(Tiny(g => g.Input[0] = GraphElements.BatchOf("input", 3, 32))));
        Assert.Contains($"{takes}'input' Float [N, 32, 32, 1].", ErrorOf(Tiny(g => g.Input[0] = GraphElements.BatchOf("input", 32, 32, 1))));
        Assert.Contains($"{takes}'input' Int32 [N, 3, 32, 32].", ErrorOf(Tiny(g
            => g.Input[0].Type.TensorType.ElemType = (int)TensorProto.Types.DataType.Int32)));
        Assert.Contains($"{takes}'input' of unknown type.", ErrorOf(Tiny(g => g.Input[0].Type = null)));
        Assert.Contains($"{takes}nothing.", ErrorOf(Tiny(g => g.Input.Clear())));
        Assert.Contains($"{takes}'input' Float [N, 3, 32, 32] and 'size' Float [N, 2].", ErrorOf(Tiny(g => g.Input.Add(GraphElements.BatchOf("size", 2)))));
        Assert.Contains("4096", ErrorOf(Tiny(g => g.Input[0] = GraphElements.BatchOf("input", 3, 1L << 40, 32))));
    }

    /// <summary>Shapes are inferred without the weights, so this comes out when the network is first made ready or run.</summary>
    [Fact]
    public void A_network_that_cannot_be_run_is_an_error_of_this_library()
    {
        ModelProto unready = Tiny(g => g.Initializer.Single(i => i.Name == "block2.weights").RawData = Google.Protobuf.ByteString.CopyFrom(new byte[8]));
        ModelProto unrunnable = Tiny(g => g.Initializer.Single(i => i.Name == "shape").RawData
            = Google.Protobuf.ByteString.CopyFrom([.. BitConverter.GetBytes(0L), .. BitConverter.GetBytes(5L)]));
        foreach (ModelProto network in (ModelProto[])[unready, unrunnable])
        {
            using var folder = new TemporaryFolder();
            Backbone backbone = OnnxFile.Write(folder, network, new BackboneOptions { Resize = TinyNetwork.Resize });
            var error = Assert.Throws<NetworkException>(() =>
            {
                using var extractor = new FeatureExtractor(
                    ImageNetwork.OfFeatures(backbone, null, FeaturePooling.Average), new ExtractionOptions { Cache = false });
                extractor.ExtractOne(new EncodedImageSource(TinyPhotos.Draw(TinyPhotos.Classes[0], new Random(1)), "photo"));
            });
            Assert.StartsWith("network.onnx", error.Message);
            Assert.Contains("ONNX Runtime cannot run this network", error.Message);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(long.MaxValue)]
    public void A_constant_of_an_impossible_size_is_refused(long size)
        => Assert.Contains(
            $"the tensor 'block2.weights' has the shape [12, 6, 3, {size}]",
            ErrorOf(Tiny(g => g.Initializer.Single(i => i.Name == "block2.weights").Dims[3] = size)));

    [Fact]
    public void Preprocessing_must_be_given()
    {
        using var folder = new TemporaryFolder();
        foreach (Preprocessing? wrong in (Preprocessing?[])[null, new() { Mean = null! }, new() { Deviation = null! }])
            Assert.Throws<ArgumentNullException>(() => OnnxFile.Write(folder, TinyNetwork.Create(), new BackboneOptions { Preprocessing = wrong! }));
    }

    [Fact]
    public void Initializers_may_be_listed_as_inputs()
    {
        ModelProto network = TinyNetwork.Create(opset: 8);
        network.IrVersion = 3;
        foreach (TensorProto initializer in network.Graph.Initializer)
            network.Graph.Input.Insert(0, GraphElements.Untyped(initializer.Name));
        using var folder = new TemporaryFolder();
        Backbone backbone = OnnxFile.Write(folder, network);
        Assert.Equal(TensorNames.Image, Assert.Single(backbone.Network.Graph.Input).Name);
        float[] pixels = Numbers.Pixels(1, 2, 32, 32);
        Assert.Equal(NetworkRun.Of(TinyNetwork.Create(), pixels, 2, 32, 32).Values, NetworkRun.Of(backbone.Network, pixels, 2, 32, 32).Values);
    }

    [Fact]
    public void The_output_is_the_first_or_the_one_asked_for()
    {
        ModelProto network = Tiny(g => g.Output.Add(GraphElements.Untyped("block1")));
        using var folder = new TemporaryFolder();
        Assert.Equal("output", OnnxFile.Write(folder, network).FindCut(null));
        Backbone other = OnnxFile.Write(folder, network, new BackboneOptions { Output = "block1" });
        Assert.Equal(["conv1.conv", "conv1", "block1"], other.Cuts.SkipWhile(c => !c.StartsWith("conv1", StringComparison.Ordinal)));
        Assert.DoesNotContain(other.Network.Graph.Initializer, i => i.Name == "block2.weights");

        Assert.Contains("there is no output 'block2'. Outputs: output, block1.", ErrorOf(network, new BackboneOptions { Output = "block2" }));
        Assert.Contains("no output", ErrorOf(Tiny(g => g.Output.Clear())));
        Assert.Contains("does not depend on the input image", ErrorOf(Tiny(g =>
        {
            g.Node.Add(GraphElements.Node("Neg", ["conv1.weights"], "constant"));
            g.Output.Add(GraphElements.Untyped("constant"));
        }), new BackboneOptions { Output = "constant" }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void An_output_that_is_no_float_vector_is_an_error_of_this_library(int batch)
    {
        using var folder = new TemporaryFolder();
        foreach (string operation in (string[])["ArgMax", "ReduceMean"])
        {
            ModelProto network = TinyNetwork.Create(batch: batch);
            network.Graph.Node.Add(GraphElements.Node(operation, ["output"], "last", GraphElements.Attribute("keepdims", 0L)));
            network.Graph.Output[0] = GraphElements.Untyped("last");
            Backbone backbone = OnnxFile.Write(folder, network, new BackboneOptions { Stages = [KeyValuePair.Create("end", "last")] });
            Assert.ThrowsAny<MLTransferException>(() => backbone.Stages);
        }
    }

    [Fact]
    public void The_size_is_that_of_the_file_or_of_the_options()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(ResizePolicy.ForSize(32), OnnxFile.Write(folder, TinyNetwork.Create()).Resize);
        ModelProto wide = Tiny(g => g.Input[0] = GraphElements.BatchOf("input", 3, 28, 56));
        Assert.Equal(new ResizePolicy { ShortSide = 64, CropHeight = 28, CropWidth = 56 }, OnnxFile.Write(folder, wide).Resize);

        ModelProto dynamic = Tiny(g => g.Input[0] = GraphElements.BatchOf("input", -1, -1, -1));
        Assert.Equal(ResizePolicy.Default, OnnxFile.Write(folder, dynamic).Resize);
        var options = new BackboneOptions { Resize = new ResizePolicy { ShortSide = 50, CropHeight = 40, CropWidth = 48 } };
        Backbone backbone = OnnxFile.Write(folder, dynamic, options);
        Assert.Equal(options.Resize, backbone.Resize);
        Assert.Equal(["6x20x24", "12x10x12"], backbone.Stages.Select(s => string.Join('x', s.Shape)));
    }

    [Fact]
    public void Undefined_and_doubled_tensors_are_errors()
    {
        Assert.Contains("reads the tensor 'nowhere'", ErrorOf(Tiny(g => g.Node[2].Input[0] = "nowhere")));
        Assert.Contains("'conv1' is made twice", ErrorOf(Tiny(g => g.Node.Insert(2, GraphElements.Node("Relu", ["conv1.conv"], "conv1")))));
    }

    [Fact]
    public void The_name_is_that_of_the_file_or_of_the_options()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("network.onnx", OnnxFile.Write(folder, TinyNetwork.Create()).Name);
        Assert.Equal("Tiny", OnnxFile.Write(folder, TinyNetwork.Create(), new BackboneOptions { Name = "Tiny" }).ToString());
    }
}
