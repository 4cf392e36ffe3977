using Microsoft.ML.Data;
using MLTransfer.Extraction;
using MLTransfer.Networks;
using MLTransfer.Tests.Networks;
using MLTransfer.Training;
using Onnx;

namespace MLTransfer.Tests.Serving.Explanation;

public sealed class ExplainTests(TrainedClassifier trained) : IClassFixture<TrainedClassifier>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_predicted_class_is_explained_with_its_probability_from_the_zip_and_from_the_ONNX_file()
    {
        using var zip = ImageClassifier.Load(trained.Zip);
        using var onnx = ImageClassifier.Load(trained.Onnx);
        foreach (string photo in trained.Photos)
        {
            ImagePrediction prediction = trained.Model.Predict(photo);
            ImageExplanation expected = trained.Model.Explain(photo, cancellationToken: Stop);
            Assert.Equal((photo, prediction.Label), (expected.Path, expected.Label));
            Assert.Equal(prediction.Probability, expected.Probability, 1e-5f);
            Numbers.AssertClose([.. expected.Values], [.. zip.Explain(photo, cancellationToken: Stop).Values]);
            Numbers.AssertClose([.. expected.Values], [.. onnx.Explain(photo, cancellationToken: Stop).Values]);
        }
    }

    [Fact]
    public void Means_of_maps_and_biases_make_the_probabilities()
    {
        ModelProto network = NetworkFile.Parse(File.ReadAllBytes(trained.Onnx), trained.Onnx);
        float[] bias = TensorValues.Floats(network.Graph.Initializer.Single(i => i.Name == ClassifierHead.Bias));
        foreach (ImageClassifier model in new[] { trained.Model, Int8() })
        {
            foreach (string photo in trained.Photos)
                AssertExact(model, photo, bias, 1e-3f);
        }
    }

    [Fact]
    public void ResNet18_is_exact_too()
    {
        ImageNetwork features = ImageNetwork.OfFeatures(Backbone.ResNet18, null, FeaturePooling.Average);
        float[] weights = Numbers.Random(new Random(1), 3 * features.Length, -.1f, .1f), bias = [.1f, -.2f, .3f];
        using var model = new ImageClassifier(
            ClassifierNetwork.Create(features, new LinearHead(weights, bias), ["a", "b", "c"], Rgb.White), new ExtractionOptions());
        foreach (string photo in trained.Photos.Take(3))
        {
            AssertExact(model, photo, bias, 1e-3f);
            ImageExplanation explanation = model.Explain(photo, cancellationToken: Stop);
            Assert.Equal((7, 7, 49), (explanation.Width, explanation.Height, explanation.Values.Count));
        }
    }

    [Fact]
    public void Bytes_streams_and_an_MLImage_give_the_same()
    {
        string photo = trained.Photos[0];
        ImageExplanation expected = trained.Model.Explain(photo, "grid", Stop);
        using FileStream file = File.OpenRead(photo);
        using MLImage image = MLImage.CreateFromFile(photo);
        ImageExplanation[] others =
            [trained.Model.Explain(File.ReadAllBytes(photo), "grid"), trained.Model.Explain(file, "grid"), trained.Model.Explain(image, "grid")];
        byte[] png = Png(expected);
        foreach (ImageExplanation other in others)
        {
            Assert.Equal(expected.Values, other.Values);
            Assert.Equal(png, Png(other));
        }
    }

    [Fact]
    public void The_picture_is_written_to_a_file()
    {
        ImageExplanation explanation = trained.Model.Explain(trained.Photos[0], cancellationToken: Stop);
        explanation.WritePng(_folder["map.png"]);
        Assert.Equal(Png(explanation), File.ReadAllBytes(_folder["map.png"]));
        Assert.NotEqual(Png(explanation), Png(trained.Model.Explain(trained.Photos[1], cancellationToken: Stop)));
    }

    [Fact]
    public void A_class_that_does_not_exist_is_an_error_that_names_the_nearest()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => trained.Model.Explain(trained.Photos[0], "grids", Stop));
        Assert.Contains("'grid'", e.Message, StringComparison.Ordinal);
        Assert.Equal("label", e.ParamName);
        Assert.Throws<ArgumentException>(() => trained.Model.Explain(trained.Photos[0], "Grid", Stop));
    }

    [Fact]
    public void What_cannot_be_read_is_a_bad_image_and_what_is_cancelled_stops()
    {
        Assert.Throws<BadImageException>(() => trained.Model.Explain(_folder["missing.png"], cancellationToken: Stop));
        Assert.Throws<BadImageException>(() => trained.Model.Explain("no image"u8.ToArray(), null));
        Assert.ThrowsAny<OperationCanceledException>(() => trained.Model.Explain(trained.Photos[0], null, new CancellationToken(canceled: true)));
        string photo = _folder["gone.png"];
        File.Copy(trained.Photos[0], photo);
        ImageExplanation explanation = trained.Model.Explain(photo, cancellationToken: Stop);
        File.Delete(photo);
        Assert.Equal(BadImageKind.Unreadable, Assert.Throws<BadImageException>(() => explanation.WritePng(_folder["map.png"])).Image.Kind);
        Assert.False(File.Exists(_folder["map.png"]));
    }

    [Fact]
    public void Eight_threads_at_once_get_what_one_gets()
    {
        using var model = ImageClassifier.Load(trained.Onnx);
        ImageExplanation[] expected = [.. trained.Photos.Select(p => trained.Model.Explain(p, cancellationToken: Stop))];
        Parallel.For(0, 8 * expected.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            ImageExplanation e = expected[i % expected.Length];
            Numbers.AssertClose([.. e.Values], [.. model.Explain(e.Path, cancellationToken: Stop).Values]);
        });
    }

    [Fact]
    public void Many_come_in_their_order_and_a_bad_one_is_nothing()
    {
        string[] paths = [trained.Photos[2], _folder["missing.png"], .. trained.Photos];
        byte[]?[] pictures = [.. trained.Model.ExplainMany(paths, e => e.DrawThumbnail(32), Stop)];
        Assert.Equal(paths.Length, pictures.Length);
        Assert.Null(pictures[1]);
        Assert.Equal(pictures[0], pictures[4]);
        Assert.Equal(trained.Model.Explain(trained.Photos[0], cancellationToken: Stop).DrawThumbnail(32), pictures[2]);
    }

    [Fact]
    public void A_disposed_classifier_says_so()
    {
        var model = ImageClassifier.Load(trained.Zip);
        ImageExplanation explanation = model.Explain(trained.Photos[0], cancellationToken: Stop);
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.Explain(trained.Photos[0], cancellationToken: Stop));
        Assert.Throws<ObjectDisposedException>(() => model.Explain(Stream.Null, null));
        // What is there already can still be drawn.
        Assert.NotEmpty(Png(explanation));
    }

    [Fact]
    public void A_network_without_places_is_refused()
    {
        var s = new NetworkSketch(TinyNetwork.Size, TinyNetwork.Size);
        s.Graph.Input[0].Name = TensorNames.Image;
        s.Node("ReduceMean", [TensorNames.Image], "features", GraphElements.Attribute("axes", [2L, 3L]), GraphElements.Attribute("keepdims", 0L));
        s.Node("Tanh", ["features"], "squashed");
        var features = new ImageNetwork(s.Build("squashed"), "squashed", 3, TinyNetwork.Resize, "colours", "");
        using var model = new ImageClassifier(
            ClassifierNetwork.Create(features, new LinearHead(new float[6], new float[2]), ["a", "b"], Rgb.White), new ExtractionOptions());
        Assert.Contains("cannot be explained", Assert.Throws<ExplanationException>(() => model.Explain(trained.Photos[0], cancellationToken: Stop)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private ImageClassifier Int8()
    {
        trained.Model.SaveOnnx(_folder["int8.onnx"], Precision.Int8, trained.Photos, Stop);
        var model = ImageClassifier.Load(_folder["int8.onnx"]);
        Assert.Equal(Precision.Int8, model.Precision);
        return model;
    }

    /// <summary>The softmax of mean + bias over the classes is what the classifier predicts.</summary>
    private static void AssertExact(ImageClassifier model, string photo, float[] bias, float tolerance)
    {
        ImagePrediction prediction = model.Predict(photo);
        ImageExplanation[] maps = [.. model.Labels.Select(label => model.Explain(photo, label, Stop))];
        Assert.All(maps, map => Assert.Equal(ExplanationMethod.ClassActivation, map.Method));
        double[] shares = [.. maps.Select((map, c) => Math.Exp(map.Values.Average() + bias[c]))];
        for (int c = 0; c < shares.Length; c++)
            Assert.Equal(prediction.Scores[model.Labels[c]], shares[c] / shares.Sum(), tolerance);
    }

    private static byte[] Png(ImageExplanation explanation)
    {
        using var bytes = new MemoryStream();
        explanation.WritePng(bytes);
        return bytes.ToArray();
    }
}
