using Microsoft.ML.OnnxRuntime;
using MLTransfer.Networks;
using MLTransfer.Tests.Networks;
using Onnx;

namespace MLTransfer.Tests.Serving;

/// <summary>A classifier written in another arithmetic than it was trained in.</summary>
public sealed class OnnxPrecisionTests(TrainedClassifier trained) : IClassFixture<TrainedClassifier>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Int8 => field ??= Save("int8.onnx", Precision.Int8, trained.Photos);

    [Fact]
    public void In_int8_it_predicts_nearly_the_same_on_photos_that_did_not_fit_it()
    {
        string[] calibration = [.. trained.Photos.Where((_, i) => i % 2 == 0)], others = [.. trained.Photos.Where((_, i) => i % 2 == 1)];
        using var model = ImageClassifier.Load(Save("half.onnx", Precision.Int8, calibration));
        Assert.Equal((Precision.Float32, Precision.Int8), (trained.Model.Precision, model.Precision));
        float[] shifts = [.. others.Select(photo => Shift(trained.Model.Predict(photo), model.Predict(photo)))];
        Assert.InRange(shifts.Max(), 1e-6f, .08f);
    }

    [Fact]
    public void The_int8_file_says_of_itself_what_the_float_file_says()
    {
        using InferenceSession plain = new(trained.Onnx), quantised = new(Int8);
        Assert.Equal(plain.ModelMetadata.CustomMetadataMap, quantised.ModelMetadata.CustomMetadataMap);
        Assert.Equal(plain.InputMetadata["Image"].Dimensions, quantised.InputMetadata["Image"].Dimensions);
        Assert.Equal(plain.OutputMetadata.Keys.Order(), quantised.OutputMetadata.Keys.Order());
        Assert.Contains(Network(Int8).Graph.Initializer, i => i.DataType == (int)TensorProto.Types.DataType.Int8 && i.Dims.Count == 4);
        Assert.Equal(trained.Model.Labels, Load(Int8, model => model.Labels));
        Assert.Equal(trained.Model.Resize, Load(Int8, model => model.Resize));
    }

    [Fact]
    public void What_is_int8_is_written_as_it_is_and_needs_no_images()
    {
        using var model = ImageClassifier.Load(Int8);
        model.SaveOnnx(_folder["again.onnx"], Precision.Int8, cancellationToken: Stop);
        Assert.Equal(File.ReadAllBytes(Int8), File.ReadAllBytes(_folder["again.onnx"]));
    }

    [Fact]
    public void What_is_float_is_written_as_it_is()
        => Assert.Equal(File.ReadAllBytes(trained.Onnx), File.ReadAllBytes(Save("same.onnx", Precision.Float32)));

    [Fact]
    public void A_zip_of_the_int8_classifier_predicts_in_MLNET_alone()
    {
        using var model = ImageClassifier.Load(Int8);
        model.Save(_folder["int8.zip"]);
        foreach ((string photo, StockPrediction stock) in trained.Photos.Zip(StockModel.Predict(_folder["int8.zip"], trained.Photos)))
            Assert.All(model.Predict(photo).Scores.Values.Zip(stock.Score), s => Assert.Equal(s.First, s.Second, .2f));
        Assert.Equal(Precision.Int8, Load(_folder["int8.zip"], zip => zip.Precision));
    }

    [Fact]
    public void From_int8_to_float_the_weights_are_what_the_bytes_stand_for_and_only_rounding_goes()
    {
        using var quantised = ImageClassifier.Load(Int8);
        quantised.SaveOnnx(_folder["float.onnx"], Precision.Float32, cancellationToken: Stop);
        using var plain = ImageClassifier.Load(_folder["float.onnx"]);
        Assert.Equal((Precision.Int8, Precision.Float32), (quantised.Precision, plain.Precision));
        GraphProto network = Network(_folder["float.onnx"]).Graph;
        Assert.DoesNotContain(network.Node, n => n.OpType.EndsWith("Linear", StringComparison.Ordinal));
        Assert.DoesNotContain(network.Initializer, i => i.DataType is (int)TensorProto.Types.DataType.Int8 or (int)TensorProto.Types.DataType.Int32);

        string[] dequantised = [.. Network(Int8).Graph.Node
            .Where(n => n.OpType == "DequantizeLinear" && Network(Int8).Graph.Initializer.Any(i => i.Name == n.Input[0])).Select(n => n.Output[0])];
        Assert.Equal(3, dequantised.Length);
        IReadOnlyList<Output> values = NetworkRun.Of(
            Network(Int8), new float[3 * TinyNetwork.Size * TinyNetwork.Size], [1, 3, TinyNetwork.Size, TinyNetwork.Size], dequantised);
        foreach ((string name, Output expected) in dequantised.Zip(values))
            Assert.Equal(expected.Values, TensorValues.Floats(network.Initializer.Single(i => i.Name == name)));

        Assert.InRange(trained.Photos.Max(photo => Shift(quantised.Predict(photo), plain.Predict(photo))), 1e-7f, .05f);
    }

    [Theory]
    [InlineData(Precision.Float16)]
    [InlineData(Precision.BFloat16)]
    [InlineData(Precision.Auto)]
    [InlineData((Precision)99)]
    public void Another_precision_is_refused_with_those_that_there_are(Precision precision)
    {
        ArgumentException e = Assert.ThrowsAny<ArgumentException>(() => Save("refused.onnx", precision, trained.Photos));
        Assert.Contains("Float32 or Int8", e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["refused.onnx"]));
    }

    [Fact]
    public void Without_images_int8_is_refused_with_what_to_give()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Save("refused.onnx", Precision.Int8));
        Assert.Equal("calibrationImages", e.ParamName);
        Assert.Contains("training images", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_too_few_images_int8_is_an_error_that_counts_them_and_the_file_stays()
    {
        File.WriteAllText(_folder["kept.onnx"], "old");
        string[] few = [.. trained.Photos.Take(3), trained.Photos[0], _folder["missing.png"]];
        PrecisionException e = Assert.Throws<PrecisionException>(() => Save("kept.onnx", Precision.Int8, few));
        Assert.Equal(Precision.Int8, e.Precision);
        Assert.Contains("3 different usable images", e.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(_folder["kept.onnx"]));
    }

    [Fact]
    public void What_int8_would_spoil_is_not_written()
    {
        // An offset beside which the signal is small: the steps of a byte are larger than it.
        string offset = _folder["offset.onnx"];
        File.WriteAllBytes(offset, HandmadeModel.Changed(trained.Onnx, network =>
        {
            NodeProto next = network.Graph.Node.Single(n => n.OpType == "Conv" && n.Output[0].Contains("block1", StringComparison.Ordinal));
            string from = next.Input[0], raised = "raised", lowered = "lowered";
            int channels = (int)network.Graph.Initializer.Single(i => i.Name == next.Input[1]).Dims[1];
            Copy(network.Graph, from, raised, 1e6f, channels, network.Graph.Node.IndexOf(next));
            Copy(network.Graph, raised, lowered, -1e6f, channels, network.Graph.Node.IndexOf(next));
            next.Input[0] = lowered;
        }));
        using var model = ImageClassifier.Load(offset);
        PrecisionException e = Assert.Throws<PrecisionException>(() => model.SaveOnnx(_folder["spoilt.onnx"], Precision.Int8, trained.Photos, Stop));
        Assert.Contains("too much", e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["spoilt.onnx"]));
    }

    [Fact]
    public void On_cats_and_dogs_ResNet18_predicts_the_same_in_float_in_int8_and_back_in_float()
    {
        string photos = SharedFolder.Require("data/dogs_vs_cats");
        string[] training = [.. Photos("train", 40)], unseen = [.. Photos("test", 25)];
        foreach (string photo in training)
        {
            string label = Path.GetFileName(Path.GetDirectoryName(photo)!);
            Directory.CreateDirectory(_folder[Path.Combine("training", label)]);
            File.Copy(photo, _folder[Path.Combine("training", label, Path.GetFileName(photo))]);
        }

        using TransferResult result = TransferPipeline.FromFolder(_folder["training"])
            .Split(validation: .2, test: 0).Configure(o => o with { WorkspacePath = _folder["workspace"] }).Run(cancellationToken: Stop);
        result.Model.SaveOnnx(_folder["int8.onnx"], Precision.Int8, training, Stop);
        using var quantised = ImageClassifier.Load(_folder["int8.onnx"]);
        quantised.SaveOnnx(_folder["float.onnx"], Precision.Float32, cancellationToken: Stop);
        using var back = ImageClassifier.Load(_folder["float.onnx"]);
        double[] shifts = [Shifts(result.Model, quantised).Average(), Shifts(quantised, back).Average()];
        TestContext.Current.TestOutputHelper!.WriteLine($"mean shift of scores: to int8 {shifts[0]:f4}, and back {shifts[1]:f4}");
        Assert.All(shifts, shift => Assert.InRange(shift, 1e-6, .02));
        Assert.InRange(new FileInfo(_folder["int8.onnx"]).Length, 1, new FileInfo(_folder["float.onnx"]).Length / 3);

        IEnumerable<float> Shifts(ImageClassifier a, ImageClassifier b)
            => a.PredictMany(unseen, cancellationToken: Stop).Zip(b.PredictMany(unseen, cancellationToken: Stop), Shift);

        IEnumerable<string> Photos(string part, int each) => Directory.GetDirectories(Path.Combine(photos, part)).Order(StringComparer.Ordinal)
            .SelectMany(label => Directory.GetFiles(label, "*.jpg").Order(StringComparer.Ordinal).Take(each));
    }

    [Fact]
    public void A_cancelled_calibration_writes_nothing()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => trained.Model.SaveOnnx(_folder["never.onnx"], Precision.Int8, trained.Photos, stop.Token));
        Assert.False(File.Exists(_folder["never.onnx"]));
    }

    public void Dispose() => _folder.Dispose();

    private static void Copy(GraphProto graph, string from, string to, float offset, int channels, int at)
    {
        float[] identity = [.. Enumerable.Range(0, channels * channels).Select(i => i % (channels + 1) == 0 ? 1f : 0)];
        graph.Initializer.Add(GraphElements.Tensor($"{to}.identity", identity, channels, channels, 1, 1));
        graph.Initializer.Add(GraphElements.Tensor($"{to}.offset", [.. Enumerable.Repeat(offset, channels)], channels));
        graph.Node.Insert(at, GraphElements.Node("Conv", [from, $"{to}.identity", $"{to}.offset"], to));
    }

    private string Save(string name, Precision precision, IEnumerable<string>? images = null)
    {
        trained.Model.SaveOnnx(_folder[name], precision, images, Stop);
        return _folder[name];
    }

    private static ModelProto Network(string path) => NetworkFile.Parse(File.ReadAllBytes(path), path);

    private static T Load<T>(string path, Func<ImageClassifier, T> read)
    {
        using var model = ImageClassifier.Load(path);
        return read(model);
    }

    private static float Shift(ImagePrediction a, ImagePrediction b) => a.Scores.Max(s => Math.Abs(s.Value - b.Scores[s.Key]));
}
