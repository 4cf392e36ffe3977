namespace MLTransfer.Tests.Serving;

public class PredictManyTests(TrainedClassifier trained) : IClassFixture<TrainedClassifier>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ImageClassifier Model => trained.Model;

    private IEnumerable<string> Mixed => trained.Photos.Take(5).Append("missing.png").Concat(trained.Photos.Skip(5).Append("gone.png"));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 3)]
    [InlineData(64, 2)]
    public void It_predicts_what_Predict_does_in_the_order_given(int batchSize, int threads)
    {
        using var model = ImageClassifier.Load(trained.Onnx, new ImageClassifierOptions { BatchSize = batchSize, Threads = threads });
        string[] shuffled = [.. trained.Photos];
        new Random(3).Shuffle(shuffled);
        PredictionAssert.Same(shuffled.Select(model.Predict), [.. model.PredictMany(shuffled, cancellationToken: Stop)]);
    }

    [Fact]
    public void The_callback_is_told_of_bad_images_and_the_rest_goes_on()
    {
        var bad = new List<BadImage>();
        ImagePrediction[] predictions = [.. Model.PredictMany(Mixed, bad.Add, Stop)];
        Assert.Equal(trained.Photos, predictions.Select(p => p.Path));
        Assert.Equal(["missing.png", "gone.png"], bad.Select(b => b.Path));
        Assert.All(bad, b => Assert.Equal(BadImageKind.Unreadable, b.Kind));
    }

    [Fact]
    public void Without_a_callback_the_first_bad_image_is_thrown_in_its_place()
    {
        var before = new List<string>();
        BadImageException e = Assert.Throws<BadImageException>(() =>
        {
            foreach (ImagePrediction prediction in Model.PredictMany(Mixed, cancellationToken: Stop))
                before.Add(prediction.Path);
        });
        Assert.Equal("missing.png", e.Image.Path);
        Assert.Equal(trained.Photos.Take(5), before);
    }

    [Fact]
    public void Paths_are_read_as_far_as_needed_and_only_when_the_result_is()
    {
        using var model = ImageClassifier.Load(trained.Onnx, new ImageClassifierOptions { BatchSize = 2, Threads = 1 });
        int asked = 0;
        IEnumerable<string> endless = Enumerable.Range(0, int.MaxValue).Select(i =>
        {
            asked++;
            return trained.Photos[i % trained.Photos.Count];
        });
        IEnumerable<ImagePrediction> predictions = model.PredictMany(endless, cancellationToken: Stop);
        Assert.Equal(0, asked);
        Assert.Equal(3, predictions.Take(3).Count());
        Assert.InRange(asked, 3, 12);
    }

    [Fact]
    public void It_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource();
        int seen = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (ImagePrediction _ in Model.PredictMany(Enumerable.Repeat(trained.Photos[0], 1_000_000), cancellationToken: stop.Token))
            {
                if (++seen == 10)
                    stop.Cancel();
            }
        });
        Assert.InRange(seen, 10, 200);
    }

    [Fact]
    public void Its_result_can_be_read_twice()
    {
        IEnumerable<ImagePrediction> predictions = Model.PredictMany(trained.Photos, cancellationToken: Stop);
        PredictionAssert.Same(predictions, predictions);
    }

    [Fact]
    public void No_paths_give_no_predictions_and_null_is_an_error()
    {
        Assert.Empty(Model.PredictMany([], cancellationToken: Stop));
        Assert.Throws<ArgumentNullException>(() => Model.PredictMany(null!, cancellationToken: Stop));
    }
}
