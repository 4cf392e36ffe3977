using Microsoft.ML;
using MLTransfer;

namespace ConsumerTests;

/// <summary>Is it good enough? On photos that it has not seen, with room for chance: a few photos more or less must not break a build.</summary>
public class AccuracyTests(ModelUnderTest model)
{
    // What the application needs, not what the model had when it was trained.
    private const double LeastAccuracy = .8;
    private const double LeastRecall = .6;

    private readonly ClassifierMetrics _metrics = model.Classifier.Evaluate(new MLContext().Data.LoadFromEnumerable(model.Photos));

    [Fact]
    public void It_is_surely_better_than_what_is_needed()
        => Assert.InRange(_metrics.AccuracyInterval(confidence: .95).Lower, LeastAccuracy, 1);

    [Fact]
    public void No_class_is_neglected()
        => Assert.All(_metrics.PerClass.Where(c => c.Support > 0), c => Assert.InRange(c.Recall, LeastRecall, 1));

    [Fact]
    public void Its_mistakes_are_not_its_surest_answers()
    {
        double Mean(bool correct) => _metrics.Images.Where(i => i.IsCorrect == correct).Select(i => (double)i.Probability).DefaultIfEmpty().Average();
        Assert.True(Mean(correct: true) > Mean(correct: false));
    }
}
