using Microsoft.ML;

namespace MLTransfer.Tests.Serving;

public class AbstainTests(TrainedClassifier trained) : IClassFixture<TrainedClassifier>
{
    [Fact]
    public void A_prediction_below_the_threshold_is_not_sure_and_else_the_same()
    {
        ImagePrediction[] all = [.. trained.Photos.Select(trained.Model.Predict)];
        Assert.All(all, p => Assert.True(p.IsSure));
        // Between two photos, so that some are on each side.
        float[] probabilities = [.. all.Select(p => p.Probability).Order()];
        float threshold = (probabilities[9] + probabilities[10]) / 2;
        using ImageClassifier careful = ImageClassifier.Load(trained.Onnx, new ImageClassifierOptions { AbstainBelow = threshold });
        ImagePrediction[] single = [.. trained.Photos.Select(careful.Predict)];
        ImagePrediction[] many = [.. careful.PredictMany(trained.Photos, cancellationToken: TestContext.Current.CancellationToken)];
        Assert.Equal(10, single.Count(p => !p.IsSure));
        Assert.Equal(single.Select(p => p.IsSure), many.Select(p => p.IsSure));
        Assert.Equal(all.Select(p => p.Probability >= threshold), single.Select(p => p.IsSure));
        PredictionAssert.Same(all, single);
        Assert.All(single, p => Assert.Equal(!p.IsSure, p.ToString().EndsWith(" %, not sure)", StringComparison.Ordinal)));
    }

    [Fact]
    public void Evaluation_counts_the_images_that_it_is_not_sure_of()
    {
        IDataView photos = new MLContext().Data.LoadImageFolder(Path.GetDirectoryName(Path.GetDirectoryName(trained.Photos[0])!)!);
        using ImageClassifier careful = ImageClassifier.Load(trained.Zip, new ImageClassifierOptions { AbstainBelow = 1 });
        using ImageClassifier plain = ImageClassifier.Load(trained.Zip);
        ClassifierMetrics expected = plain.Evaluate(photos, cancellationToken: TestContext.Current.CancellationToken);
        ClassifierMetrics measured = careful.Evaluate(photos, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(trained.Photos.Count, measured.ImageCount);
        Assert.Equal((expected.MicroAccuracy, expected.LogLoss), (measured.MicroAccuracy, measured.LogLoss));
    }

    [Theory]
    [InlineData(-.1f)]
    [InlineData(1.1f)]
    [InlineData(float.NaN)]
    public void A_threshold_is_a_probability(float threshold)
        => Assert.Contains("AbstainBelow", Assert.Throws<ArgumentOutOfRangeException>(
            () => ImageClassifier.Load(trained.Zip, new ImageClassifierOptions { AbstainBelow = threshold })).Message, StringComparison.Ordinal);
}
