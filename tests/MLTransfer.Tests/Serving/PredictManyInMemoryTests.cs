namespace MLTransfer.Tests.Serving;

public class PredictManyInMemoryTests(TrainedClassifier trained) : IClassFixture<TrainedClassifier>
{
    private static ReadOnlyMemory<byte> NoImage => "no image"u8.ToArray();

    private ImageClassifier Model => trained.Model;

    private ReadOnlyMemory<byte>[] Photos => [.. trained.Photos.Select(path => new ReadOnlyMemory<byte>(File.ReadAllBytes(path)))];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 3)]
    [InlineData(64, 2)]
    public void It_predicts_what_Predict_does_in_the_order_given(int batchSize, int threads)
    {
        using var model = ImageClassifier.Load(trained.Onnx, new ImageClassifierOptions { BatchSize = batchSize, Threads = threads });
        ReadOnlyMemory<byte>[] shuffled = Photos;
        new Random(3).Shuffle(shuffled);
        ImagePrediction[] predictions = [.. model.PredictMany(shuffled, onBadImage: null)];
        Assert.Equal(Enumerable.Range(0, shuffled.Length).Select(i => $"images[{i}]"), predictions.Select(p => p.Path));
        Assert.All(shuffled.Zip(predictions), pair => PredictionAssert.Same(model.Predict(pair.First), pair.Second));
    }

    [Fact]
    public void Each_bad_image_is_told_of_in_its_place_and_harms_no_other()
    {
        ReadOnlyMemory<byte>[] photos = Photos, mixed = [NoImage, .. photos[..5], NoImage, default, photos[5][..100], .. photos[5..], NoImage];
        var results = new List<string>();
        var bad = new List<BadImage>();
        var good = new List<ImagePrediction>();
        foreach (ImagePrediction prediction in Model.PredictMany(mixed, Told))
        {
            results.Add(prediction.Path);
            good.Add(prediction);
        }

        Assert.Equal(Enumerable.Range(0, mixed.Length).Select(i => $"images[{i}]"), results);
        Assert.Equal(
            [BadImageKind.NotAnImage, BadImageKind.NotAnImage, BadImageKind.Empty, BadImageKind.Truncated, BadImageKind.NotAnImage], bad.Select(b => b.Kind));
        Assert.All(photos.Zip(good), pair => PredictionAssert.Same(Model.Predict(pair.First), pair.Second));

        void Told(BadImage image)
        {
            results.Add(image.Path);
            bad.Add(image);
        }
    }

    [Fact]
    public void Without_a_callback_the_first_bad_image_is_thrown_in_its_place()
    {
        int before = 0;
        BadImageException e = Assert.Throws<BadImageException>(() =>
        {
            foreach (ImagePrediction _ in Model.PredictMany([.. Photos[..3], NoImage, .. Photos], onBadImage: null))
                before++;
        });
        Assert.Equal(("images[3]", 3), (e.Image.Path, before));
    }

    [Fact]
    public void The_limits_hold()
    {
        ReadOnlyMemory<byte>[] photos = Photos;
        int limit = photos.Max(p => p.Length) - 1;
        using var model = ImageClassifier.Load(trained.Onnx, new ImageClassifierOptions { Limits = new ImageLimits { MaxBytes = limit } });
        var bad = new List<BadImage>();
        int good = model.PredictMany(photos, bad.Add).Count();
        Assert.Equal(photos.Count(p => p.Length <= limit), good);
        Assert.All(bad, b => Assert.Equal(BadImageKind.TooLarge, b.Kind));
    }

    [Fact]
    public void Images_are_read_as_far_as_needed_and_only_when_the_result_is()
    {
        using var model = ImageClassifier.Load(trained.Onnx, new ImageClassifierOptions { BatchSize = 2, Threads = 1 });
        ReadOnlyMemory<byte> photo = Photos[0];
        int asked = 0;
        IEnumerable<ReadOnlyMemory<byte>> endless = Enumerable.Range(0, int.MaxValue).Where(_ => ++asked > 0).Select(_ => photo);
        IEnumerable<ImagePrediction> predictions = model.PredictMany(endless, onBadImage: null);
        Assert.Equal(0, asked);
        Assert.Equal(3, predictions.Take(3).Count());
        Assert.InRange(asked, 3, 12);
    }

    [Fact]
    public void Nothing_gives_nothing_and_null_and_a_disposed_classifier_are_errors()
    {
        ReadOnlyMemory<byte>[] none = [];
        Assert.Empty(Model.PredictMany(none, onBadImage: null));
        IEnumerable<ReadOnlyMemory<byte>> missing = null!;
        Assert.Throws<ArgumentNullException>(() => Model.PredictMany(missing, onBadImage: null));
        var model = ImageClassifier.Load(trained.Onnx);
        IEnumerable<ImagePrediction> unread = model.PredictMany(Photos, onBadImage: null);
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => unread.First());
        Assert.Throws<ObjectDisposedException>(() => model.PredictMany(Photos, onBadImage: null));
    }
}
