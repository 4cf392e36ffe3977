using System.Diagnostics;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Onnx;

namespace MLTransfer.Tests.Serving;

/// <summary>Files that were made to do harm, or that contradict themselves.</summary>
public sealed class HostileModelTests(TrainedClassifier trained) : IClassFixture<TrainedClassifier>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[1,2,3]")]
    [InlineData("[null,\"b\",\"c\"]")]
    [InlineData("[\"\",\"b\",\"c\"]")]
    [InlineData("[\"a\",\"a\",\"b\"]", "'a' occurs more than once")]
    [InlineData("[\"a\"]")]
    [InlineData("[\"a\",\"b\"]", "2 scores")]
    [InlineData("[\"a\",\"b\",\"c\",\"d\"]", "4 scores")]
    public void Labels_that_do_not_fit_the_network(string? labels, string because = "labels")
        => Refuses(network => HandmadeModel.SetMetadata(network, "labels", labels), because);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("36,32")]
    [InlineData("36,32,32,32")]
    [InlineData("a,b,c")]
    [InlineData("36,32,99999999999")]
    [InlineData("-36,-32,-32")]
    [InlineData("36,0,32")]
    [InlineData("16,32,32")]
    [InlineData("36,32,16")]
    [InlineData("2000000000,32,32")]
    [InlineData("2000000000,2000000000,2000000000")]
    public void A_resize_that_does_not_fit_the_network(string? resize)
        => Refuses(network => HandmadeModel.SetMetadata(network, "mltransfer.resize", resize));

    [Theory]
    [InlineData(null)]
    [InlineData("1,2")]
    [InlineData("1,2,256")]
    [InlineData("-1,2,3")]
    public void A_background_that_is_no_colour(string? background)
        => Refuses(network => HandmadeModel.SetMetadata(network, "mltransfer.background", background));

    [Fact]
    public void A_network_without_an_input() => Refuses(network => network.Graph.Input.Clear());

    [Fact]
    public void A_network_without_an_output() => Refuses(network => network.Graph.Output.Clear());

    [Fact]
    public void A_network_without_the_logits()
        => Refuses(network => network.Graph.Output.Remove(network.Graph.Output.Single(o => o.Name == "Logits")));

    [Fact]
    public void A_network_with_an_input_of_another_name()
        => Refuses(network => network.Graph.Input[0].Name = "Picture");

    [Fact]
    public void A_network_with_an_input_of_another_type()
        => Refuses(network => network.Graph.Input[0].Type.TensorType.ElemType = (int)TensorProto.Types.DataType.Double);

    [Fact]
    public void A_network_with_an_input_of_no_type() => Refuses(network => network.Graph.Input[0].Type = null);

    [Fact]
    public void A_network_that_takes_one_image_at_a_time()
        => Refuses(network => network.Graph.Input[0].Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimValue = 1 });

    [Fact]
    public void A_network_of_operators_that_do_not_exist()
        => Refuses(network => network.Graph.Node[0].OpType = "NoSuchOperator", "ONNX Runtime");

    [Fact]
    public void A_network_whose_scores_are_no_probabilities()
        => Refuses(network => network.Graph.Node.Single(n => n.OpType == "Softmax").OpType = "LogSoftmax", "not probabilities");

    [Fact]
    public void A_network_whose_scores_are_not_numbers()
        => Refuses(
            network => network.Graph.Initializer.Single(i => i.Name == "Head.Bias").RawData
                = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>([float.NaN, 0, 0])),
            "not probabilities");

    [Fact]
    public void A_crop_without_a_node_that_does_it()
        => Refuses(network => network.Graph.Input[0].Name = "MLTransferPhoto");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(5)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void A_zip_whose_network_lies_about_its_length(int length)
        => RefusesInLittleMemory(HandmadeModel.Zip(File.ReadAllBytes(trained.Onnx), length), "damaged");

    [Theory]
    [InlineData(0u)]
    [InlineData(3u)]
    [InlineData(100u)]
    [InlineData(15_000_000u)]
    [InlineData(2_147_483_647u)]
    [InlineData(4_294_967_294u)]
    public void A_zip_whose_directory_lies_about_its_length(uint length)
        => RefusesInLittleMemory(HandmadeModel.WithUnpackedLength(HandmadeModel.Zip(File.ReadAllBytes(trained.Onnx)), length));

    [Fact]
    public void A_zip_bomb() => RefusesInLittleMemory(HandmadeModel.Bomb(1 << 30), "no real network");

    [Fact]
    public void Handmade_files_load_when_nothing_in_them_is_changed()
    {
        // Otherwise the tests above could be refused for another reason than theirs.
        byte[] unchanged = HandmadeModel.Changed(trained.Onnx, _ => { });
        foreach (byte[] file in new[] { unchanged, HandmadeModel.Zip(unchanged) })
        {
            File.WriteAllBytes(_folder["model"], file);
            using var model = ImageClassifier.Load(_folder["model"]);
            PredictionAssert.Same(trained.Model.Predict(trained.Photos[0]), model.Predict(trained.Photos[0]));
        }
    }

    public void Dispose() => _folder.Dispose();

    private void Refuses(Action<ModelProto> change, string because = "")
    {
        byte[] network = HandmadeModel.Changed(trained.Onnx, change);
        Refuses(network, because);
        Refuses(HandmadeModel.Zip(network), because);
    }

    private void Refuses(byte[] file, string because)
    {
        string path = _folder["model"];
        File.WriteAllBytes(path, file);
        ModelFileException e = Assert.Throws<ModelFileException>(() => ImageClassifier.Load(path));
        Assert.Equal(path, e.Path);
        Assert.StartsWith($"{path}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(because, e.Message, StringComparison.Ordinal);
    }

    private void RefusesInLittleMemory(byte[] file, string because = "")
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        Refuses(file, because);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 64 << 20);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 60);
    }
}
