namespace MLTransfer.Tests.Serving;

public class ImagePredictionTests(TrainedClassifier trained) : IClassFixture<TrainedClassifier>
{
    private readonly ImagePrediction _made = new("photo.jpg", ["ant", "bee", "cat", "dog"], [.1f, .2f, .6f, .1f]);

    [Fact]
    public void The_label_is_the_one_with_the_highest_score()
    {
        Assert.Equal("cat", _made.Label);
        Assert.Equal(.6f, _made.Probability);
        Assert.Equal("photo.jpg: cat (60.0 %)", _made.ToString());
    }

    [Fact]
    public void Top_gives_the_best_first_and_equals_in_the_order_of_the_classes()
    {
        Assert.Equal(["cat", "bee", "ant"], _made.Top(3).Select(s => s.Key));
        Assert.Equal([.6f, .2f, .1f], _made.Top(3).Select(s => s.Value));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 4)]
    [InlineData(int.MaxValue, 4)]
    public void Top_gives_as_many_as_there_are(int count, int expected) => Assert.Equal(expected, _made.Top(count).Count);

    [Fact]
    public void Top_of_a_negative_number_is_an_error()
        => Assert.Throws<ArgumentOutOfRangeException>(() => _made.Top(-1));

    [Fact]
    public void Scores_are_probabilities_of_all_classes_and_sum_to_1()
    {
        Assert.Equal(TinyPhotos.Classes, trained.Model.Labels);
        Assert.All(trained.Photos.Select(trained.Model.Predict), prediction =>
        {
            Assert.Equal(trained.Model.Labels, prediction.Scores.Keys);
            Assert.All(prediction.Scores.Values, s => Assert.InRange(s, 0, 1));
            Assert.Equal(1, prediction.Scores.Values.Sum(), 1e-5f);
            Assert.Equal(prediction.Scores[prediction.Label], prediction.Probability);
            Assert.Equal(prediction.Label, prediction.Top(1).Single().Key);
        });
    }
}
