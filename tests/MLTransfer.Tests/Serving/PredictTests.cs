using Microsoft.ML.Data;

namespace MLTransfer.Tests.Serving;

public class PredictTests(TrainedClassifier trained) : IClassFixture<TrainedClassifier>
{
    private ImageClassifier Model => trained.Model;

    [Fact]
    public void A_path_bytes_streams_and_an_MLImage_give_the_same_prediction()
    {
        foreach (string photo in trained.Photos)
        {
            ImagePrediction expected = Model.Predict(photo);
            byte[] bytes = File.ReadAllBytes(photo);
            using FileStream file = File.OpenRead(photo);
            using var trickle = new Trickle(bytes);
            using MLImage image = MLImage.CreateFromFile(photo);
            PredictionAssert.Same(expected, Model.Predict(bytes));
            PredictionAssert.Same(expected, Model.Predict(file));
            PredictionAssert.Same(expected, Model.Predict(trickle));
            PredictionAssert.Same(expected, Model.Predict(image));
        }
    }

    [Fact]
    public void Predictions_depend_on_the_photo()
    {
        // Otherwise every test that compares predictions would pass with a network that ignores its input.
        ImagePrediction[] predictions = [.. trained.Photos.Select(Model.Predict)];
        Assert.Equal(TinyPhotos.Classes, predictions.Select(p => p.Label).Distinct().Order());
        Assert.InRange(predictions.Max(p => p.Scores["grid"]) - predictions.Min(p => p.Scores["grid"]), .2f, 1f);
    }

    [Fact]
    public void A_stream_is_read_from_its_position_and_left_open()
    {
        byte[] photo = File.ReadAllBytes(trained.Photos[0]);
        using var stream = new MemoryStream([1, 2, 3, .. photo]) { Position = 3 };
        PredictionAssert.Same(Model.Predict(photo), Model.Predict(stream));
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public void A_stream_over_the_limit_is_refused_before_it_is_read_to_its_end()
    {
        using var model = ImageClassifier.Load(trained.Onnx, new ImageClassifierOptions { Limits = new ImageLimits { MaxBytes = 100_000 } });
        using var endless = new Endless();
        BadImage bad = Assert.Throws<BadImageException>(() => model.Predict(endless)).Image;
        Assert.Equal(BadImageKind.TooLarge, bad.Kind);
        Assert.Contains("MaxBytes", bad.Reason, StringComparison.Ordinal);
        Assert.InRange(endless.BytesRead, 100_001, 300_000);
    }

    [Fact]
    public void A_stream_of_just_as_many_bytes_as_the_limit_is_taken()
    {
        byte[] photo = File.ReadAllBytes(trained.Photos[0]);
        using var exact = ImageClassifier.Load(trained.Onnx, new ImageClassifierOptions { Limits = new ImageLimits { MaxBytes = photo.Length } });
        using var less = ImageClassifier.Load(trained.Onnx, new ImageClassifierOptions { Limits = new ImageLimits { MaxBytes = photo.Length - 1 } });
        PredictionAssert.Same(Model.Predict(photo), exact.Predict(new MemoryStream(photo)));
        Assert.Throws<BadImageException>(() => less.Predict(new MemoryStream(photo)));
    }

    [Fact]
    public void Nothing_to_read_is_a_bad_image()
    {
        Assert.Equal(BadImageKind.Empty, Assert.Throws<BadImageException>(() => Model.Predict(Stream.Null)).Image.Kind);
        Assert.Equal(BadImageKind.Empty, Assert.Throws<BadImageException>(() => Model.Predict(Array.Empty<byte>())).Image.Kind);
        Assert.Equal(BadImageKind.Unreadable, Assert.Throws<BadImageException>(() => Model.Predict("no-such.jpg")).Image.Kind);
        Assert.Throws<BadImageException>(() => Model.Predict("no image"u8.ToArray()));
        Assert.Throws<ArgumentException>(() => Model.Predict(""));
        Assert.Throws<ArgumentNullException>(() => Model.Predict((Stream)null!));
        Assert.Throws<ArgumentNullException>(() => Model.Predict((MLImage)null!));
    }

    [Fact]
    public void A_bad_image_leaves_the_classifier_usable()
    {
        ImagePrediction before = Model.Predict(trained.Photos[0]);
        Assert.Throws<BadImageException>(() => Model.Predict(File.ReadAllBytes(trained.Photos[0]).AsMemory(0, 100)));
        PredictionAssert.Same(before, Model.Predict(trained.Photos[0]));
    }

    [Fact]
    public void A_prediction_bears_the_name_of_its_image()
    {
        using MLImage image = MLImage.CreateFromFile(trained.Photos[0]);
        image.Tag = "camera 1";
        Assert.Equal(trained.Photos[0], Model.Predict(trained.Photos[0]).Path);
        Assert.Equal("camera 1", Model.Predict(image).Path);
        Assert.Equal("image", Model.Predict(File.ReadAllBytes(trained.Photos[0])).Path);
    }

    /// <summary>A stream that cannot seek and gives a few bytes at a time.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(7, buffer.Length)]);
    }

    private sealed class Endless : MemoryStream
    {
        public long BytesRead { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            BytesRead += buffer.Length;
            return buffer.Length;
        }
    }
}
