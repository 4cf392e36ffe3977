namespace MLTransfer.Tests.Serving;

public class WarmUpTests(TrainedClassifier trained) : IClassFixture<TrainedClassifier>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Warm_or_cold_it_predicts_the_same_once_and_again(bool warmUp)
    {
        using var model = ImageClassifier.Load(trained.Zip, new ImageClassifierOptions { WarmUp = warmUp });
        foreach (string photo in trained.Photos.Take(2))
            PredictionAssert.Same(trained.Model.Predict(photo), model.Predict(photo));
        PredictionAssert.Same(trained.Model.PredictMany(trained.Photos, cancellationToken: Stop), model.PredictMany(trained.Photos, cancellationToken: Stop));
    }

    [Fact]
    public void Limits_that_refuse_every_image_do_not_stop_it()
    {
        using var model = ImageClassifier.Load(trained.Onnx, new ImageClassifierOptions { Limits = new ImageLimits { MaxBytes = 1, MaxPixels = 1 } });
        Assert.Equal(BadImageKind.TooLarge, Assert.Throws<BadImageException>(() => model.Predict(trained.Photos[0])).Image.Kind);
    }

    [Fact]
    public async Task More_callers_than_go_on_at_a_time_all_get_their_turn_after_bad_images_too()
    {
        using var model = ImageClassifier.Load(trained.Onnx, new ImageClassifierOptions { Threads = 1 });
        byte[] truncated = File.ReadAllBytes(trained.Photos[0])[..^30];
        for (int i = 0; i < 8; i++)
            Assert.Throws<BadImageException>(() => model.Predict(truncated));
        string photo = trained.Photos[0];
        ImagePrediction expected = trained.Model.Predict(photo);
        ImagePrediction[] all = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Factory.StartNew(
            () => model.Predict(photo), Stop, TaskCreationOptions.LongRunning, TaskScheduler.Default))).WaitAsync(TimeSpan.FromMinutes(2), Stop);
        Assert.All(all, actual => PredictionAssert.Same(expected, actual));
    }
}
