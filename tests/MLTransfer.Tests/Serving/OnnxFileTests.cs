using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLTransfer.Data;
using MLTransfer.Imaging;

namespace MLTransfer.Tests.Serving;

/// <summary>The saved ONNX file in the hands of a program that knows nothing but ONNX Runtime.</summary>
public sealed class OnnxFileTests(TrainedClassifier trained) : IClassFixture<TrainedClassifier>, IDisposable
{
    private readonly InferenceSession _session = new(trained.Onnx);

    [Fact]
    public void Its_metadata_hold_the_labels_as_JSON()
        => Assert.Equal(TinyPhotos.Classes, JsonSerializer.Deserialize<string[]>(_session.ModelMetadata.CustomMetadataMap["labels"]));

    [Fact]
    public void It_takes_a_batch_of_RGB_and_gives_scores_and_logits()
    {
        Assert.Equal(["Image"], _session.InputMetadata.Keys);
        Assert.Equal([-1, 3, TinyNetwork.Size, TinyNetwork.Size], _session.InputMetadata["Image"].Dimensions);
        Assert.Equal(typeof(float), _session.InputMetadata["Image"].ElementType);
        Assert.Equal(["Logits", "Score"], _session.OutputMetadata.Keys.Order());
        Assert.All(_session.OutputMetadata.Values, output => Assert.Equal([-1, 3], output.Dimensions));
    }

    [Fact]
    public void On_the_pixels_of_a_batch_of_photos_it_gives_what_Predict_does()
    {
        var pipeline = new PixelPipeline(TinyNetwork.Resize);
        var batch = new DenseTensor<float>([trained.Photos.Count, 3, TinyNetwork.Size, TinyNetwork.Size]);
        for (int i = 0; i < trained.Photos.Count; i++)
        {
            ImageContent photo = ImageContent.Read(new FileImageSource(trained.Photos[i]), ImageLimits.Default);
            pipeline.Decode(photo, batch.Buffer.Span.Slice(i * pipeline.Length, pipeline.Length));
        }

        using var outputs = _session.Run([NamedOnnxValue.CreateFromTensor("Image", batch)]);
        Tensor<float> scores = outputs.Single(o => o.Name == "Score").AsTensor<float>();
        for (int i = 0; i < trained.Photos.Count; i++)
        {
            float[] expected = [.. trained.Model.Predict(trained.Photos[i]).Scores.Values];
            for (int c = 0; c < expected.Length; c++)
                Assert.Equal(expected[c], scores[i, c], PredictionAssert.Tolerance);
        }
    }

    public void Dispose() => _session.Dispose();
}
