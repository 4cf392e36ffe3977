using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Tests.Imaging;
using MLTransfer.Tests.Networks;
using MLTransfer.Tests.Training.Torch;
using MLTransfer.Training;
using SkiaSharp;

namespace MLTransfer.Tests.Serving.Explanation;

[Collection(TorchTests.Name)]
public class GradCamTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Tanh")]
    [InlineData("Sqrt")]
    public void What_is_no_linear_classifier_is_explained_by_Grad_CAM(string top)
    {
        ResizePolicy resize = TestPicture.AsIs(32);
        byte[] png = SpotClassifier.Photo(60, 60, 12, 44).Encode(SKEncodedImageFormat.Png);
        using ImageClassifier curved = SpotClassifier.Create(resize, top), linear = SpotClassifier.Create(resize);
        ImageExplanation explanation = curved.Explain(png, "spot");
        Assert.Equal(ExplanationMethod.GradCam, explanation.Method);
        // With one channel, a function that grows changes nothing but the scale.
        float[] expected = [.. linear.Explain(png, "spot").Values];
        double ratio = explanation.Values.Max() / expected.Max();
        Assert.True(ratio > 0);
        Numbers.AssertClose([.. expected.Select(v => (float)(v * ratio))], [.. explanation.Values]);
    }

    [Fact]
    public void A_head_with_a_hidden_layer_is_explained_by_what_it_is_for_this_photo()
    {
        using var folder = new TemporaryFolder();
        ImageNetwork features = ImageNetwork.OfFeatures(TinyNetwork.Backbone(folder), null, FeaturePooling.Average);
        var random = new Random(2);
        var hidden = new LinearHead(Numbers.Random(random, 6 * features.Length, -.01f, .01f), Numbers.Random(random, 6, -.1f, .1f));
        var output = new LinearHead(Numbers.Random(random, 18, -1, 1), [.1f, .2f, -.3f]);
        var head = new HeadLayers(hidden, output);
        using var model = new ImageClassifier(
            ClassifierNetwork.Create(head.Below(features), output, ["a", "b", "c"], Rgb.White), new ExtractionOptions());
        using var extractor = new FeatureExtractor(features, new ExtractionOptions { Cache = false });
        string photo = Directory.GetFiles(TinyPhotos.Create(folder, perClass: 1), "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        float[] x = extractor.ExtractOne(new FileImageSource(photo));
        for (int c = 0; c < 3; c++)
        {
            ImageExplanation explanation = model.Explain(photo, model.Labels[c], Stop);
            Assert.Equal(ExplanationMethod.GradCam, explanation.Method);
            // Between two kinks such a head is linear: the mean of the map is the slope along the features themselves.
            double slope = (head.Logits([.. x.Select(v => v * 1.001f)])[c] - head.Logits([.. x.Select(v => v * .999f)])[c]) / .002;
            Assert.Equal(slope, explanation.Values.Average(), 2e-2 * Math.Abs(slope));
        }
    }
}
