using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Networks;
using MLTransfer.Training;

namespace MLTransfer.Tests.Training;

public sealed class ClassifierNetworkTests : IDisposable
{
    private static readonly string[] Labels = ["plain", "a \"quoted\", one", "línea\nnueva\t☂🌻", "<&>\\", "", " 0 "];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_network_scores_pixels_as_the_head_scores_their_features()
    {
        LinearHead head = Head();
        ImageNetwork features = Features();
        using var extractor = new FeatureExtractor(features, new ExtractionOptions { Cache = false });
        using var classifier = new FeatureExtractor(
            ClassifierNetwork.Create(features, head, Labels, Rgb.White).Computing(TensorNames.Score), new ExtractionOptions { Cache = false });
        var random = new Random(2);
        for (int i = 0; i < 6; i++)
        {
            var photo = new EncodedImageSource(TinyPhotos.Draw(TinyPhotos.Classes[i % 3], random), "");
            Assert.All(
                head.Score(extractor.ExtractOne(photo)).Zip(classifier.ExtractOne(photo)), p => Assert.Equal(p.First, p.Second, 1e-5f));
        }
    }

    [Fact]
    public void Onnx_runtime_takes_any_batch_and_gives_scores_and_logits()
    {
        byte[] bytes = ClassifierNetwork.Create(Features(), Head(), Labels, Rgb.White).ToBytes();
        using var session = new InferenceSession(bytes);
        Assert.Equal(["Image"], session.InputNames);
        Assert.Equal(["Logits", "Score"], session.OutputNames.Order());
        foreach (int batch in new[] { 1, 3 })
        {
            var pixels = new DenseTensor<float>([batch, 3, TinyNetwork.Size, TinyNetwork.Size]);
            for (int i = 0; i < pixels.Length; i++)
                pixels.SetValue(i, i * 37 % 256);
            using var results = session.Run([NamedOnnxValue.CreateFromTensor("Image", pixels)], ["Logits", "Score"]);
            float[][] outputs = [.. results.Select(r => r.AsTensor<float>().ToArray())];
            for (int row = 0; row < batch; row++)
            {
                double[] logits = [.. outputs[0].Skip(row * Labels.Length).Take(Labels.Length).Select(l => (double)l)];
                double sum = logits.Sum(l => Math.Exp(l - logits.Max()));
                Assert.All(
                    outputs[1].Skip(row * Labels.Length).Zip(logits), p => Assert.Equal(Math.Exp(p.Second - logits.Max()) / sum, p.First, 1e-5));
            }
        }
    }

    [Fact]
    public void Labels_and_input_come_back_from_the_bytes()
    {
        var written = ClassifierNetwork.Create(Features(), Head(), Labels, new Rgb(1, 20, 255));
        var read = ClassifierNetwork.Parse(written.ToBytes(), "network");
        Assert.Equal(Labels, read.Labels);
        Assert.Equal((written.Resize, written.Background, written.Backbone), (read.Resize, read.Background, read.Backbone));
        Assert.Equal(written.ToBytes(), read.ToBytes());
    }

    [Fact]
    public void Other_readers_find_the_labels_as_a_JSON_list()
    {
        using var session = new InferenceSession(ClassifierNetwork.Create(Features(), Head(), Labels, Rgb.White).ToBytes());
        Assert.Equal(Labels, JsonSerializer.Deserialize<string[]>(session.ModelMetadata.CustomMetadataMap["labels"]));
    }

    [Theory]
    [InlineData("labels", null)]
    [InlineData("labels", "no list")]
    [InlineData("mltransfer.resize", "36,32")]
    [InlineData("mltransfer.resize", "a,b,c")]
    [InlineData("mltransfer.background", "1,2,300")]
    public void Metadata_that_is_missing_or_wrong_is_refused_with_the_name(string key, string? value)
    {
        var network = ClassifierNetwork.Create(Features(), Head(), Labels, Rgb.White);
        var entry = network.Network.MetadataProps.Single(p => p.Key == key);
        if (value is null)
            network.Network.MetadataProps.Remove(entry);
        else
            entry.Value = value;
        Assert.Contains("flowers.onnx", Assert.Throws<NetworkException>(() => ClassifierNetwork.Parse(network.ToBytes(), "flowers.onnx")).Message);
    }

    [Fact]
    public void The_backbone_itself_is_not_changed()
    {
        ImageNetwork features = Features();
        int nodes = features.Network.Graph.Node.Count;
        ClassifierNetwork.Create(features, Head(), Labels, Rgb.White);
        Assert.Equal(nodes, features.Network.Graph.Node.Count);
        Assert.Empty(features.Network.MetadataProps);
    }

    private static LinearHead Head()
    {
        var random = new Random(1);
        return new LinearHead(Blobs.Vector(Labels.Length * TinyNetwork.Features, random, .1), Blobs.Vector(Labels.Length, random));
    }

    private ImageNetwork Features() => ImageNetwork.OfFeatures(TinyNetwork.Backbone(_folder), null, FeaturePooling.Average);
}
