using System.Globalization;
using MLTransfer.Evaluation;

namespace MLTransfer.Tests.Evaluation;

public class ClassifierComparisonTests
{
    [Fact]
    public void McNemars_p_value_is_that_of_SciPys_binomial_test()
    {
        (string Name, double Value)[] expected = [.. ReferencePredictions.Metrics.Where(m => m.Key.StartsWith("McNemar", StringComparison.Ordinal)).Select(m => (m.Key, m.Value))];
        Assert.Equal(7, expected.Length);
        foreach ((string name, double value) in expected)
        {
            int[] counts = [.. name.Split(' ').Skip(1).Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
            Assert.Equal(1, McNemar.PValue(counts[0], counts[1]) / value, 1e-9);
            Assert.Equal(1, McNemar.PValue(counts[1], counts[0]) / value, 1e-9);
        }

        Assert.Equal(1, McNemar.PValue(0, 0));
    }

    [Theory]
    [InlineData(30, 8, ComparisonVerdict.Better)]
    [InlineData(8, 30, ComparisonVerdict.Worse)]
    [InlineData(15, 12, ComparisonVerdict.CannotBeToldApart)]
    [InlineData(0, 0, ComparisonVerdict.CannotBeToldApart)]
    public void The_verdict_follows_from_who_alone_is_right(int first, int second, ComparisonVerdict verdict)
    {
        ClassifierComparison c = Compare(first, second, both: 150 - first - second);
        Assert.Equal(verdict, c.Verdict);
        Assert.Equal((first, second, first + second, 150), (c.OnlyFirstCorrect, c.OnlySecondCorrect, c.DiscordantCount, c.ImageCount));
        Assert.Equal((first - second) / 150.0, c.AccuracyDifference, 1e-12);
        Assert.InRange(c.AccuracyDifference, c.Interval.Lower, c.Interval.Upper);
        Assert.Equal(McNemar.PValue(first, second), c.McNemarPValue);
    }

    [Fact]
    public void Four_images_are_not_enough_although_the_bootstrap_says_so()
    {
        ClassifierComparison c = Compare(4, 0, both: 6);
        Assert.True(c.Interval.Lower > 0);
        Assert.Equal(.125, c.McNemarPValue, 1e-12);
        Assert.Equal(ComparisonVerdict.CannotBeToldApart, c.Verdict);
        Assert.StartsWith("cannot be told apart: +0.400 accuracy (0.100 to 0.700) on 10 images, 4 against 0", c.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_interval_is_about_that_of_the_normal_distribution()
    {
        // 2,000 images, 120 against 80: mean .02, standard error sqrt((.06 + .04 - .02^2) / 2000) = .007057.
        ConfidenceInterval interval = PairedBootstrap.Interval(120, 80, 2000, 10_000, .95, seed: 4);
        Assert.Equal(.02 - 1.96 * .007057, interval.Lower, .0006);
        Assert.Equal(.02 + 1.96 * .007057, interval.Upper, .0006);
    }

    [Fact]
    public void The_seed_alone_decides_and_the_order_of_images_does_not()
    {
        (ClassifierMetrics first, ClassifierMetrics second) = Metrics(12, 7, 131);
        ClassifierComparison one = first.CompareWith(second, seed: 3);
        Assert.Equal(one, first.CompareWith(second, seed: 3));
        ScoredImage[] shuffled = [.. second.Images];
        new Random(2).Shuffle(shuffled);
        Assert.Equal(one, first.CompareWith(ReferencePredictions.Evaluate(shuffled), seed: 3));
        Assert.NotEqual(one.Interval, PairedBootstrap.Interval(12, 7, 150, 101, .95, seed: 4));
        ClassifierComparison other = second.CompareWith(first, seed: 3);
        Assert.Equal(-one.AccuracyDifference, other.AccuracyDifference, 1e-12);
    }

    [Fact]
    public void Other_images_or_classes_are_errors()
    {
        ClassifierMetrics two = Evaluate(Image("a", 0, 0), Image("b", 1, 1));
        foreach (ClassifierMetrics other in new[]
        {
            Evaluate(Image("a", 0, 0)),
            Evaluate(Image("a", 0, 0), Image("c", 1, 1)),
            Evaluate(Image("a", 0, 0), Image("b", 1, 1), Image("c", 1, 1)),
            Evaluate(Image("b", 0, 0), Image("b", 1, 1)),
            Evaluate(Image("a", 0, 0), Image("b", 2, 1)),
        })
        {
            Assert.Throws<EvaluationDataException>(() => two.CompareWith(other));
            Assert.Throws<EvaluationDataException>(() => other.CompareWith(two));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => two.CompareWith(two, confidence: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => two.CompareWith(two, resamples: 99));
    }

    private static ClassifierComparison Compare(int first, int second, int both)
    {
        (ClassifierMetrics one, ClassifierMetrics other) = Metrics(first, second, both);
        return one.CompareWith(other);
    }

    private static (ClassifierMetrics First, ClassifierMetrics Second) Metrics(int first, int second, int both)
    {
        int count = first + second + both;
        return (
            Evaluate([.. Enumerable.Range(0, count).Select(i => Image($"{i}", 0, i >= first && i < first + second ? 1 : 0))]),
            Evaluate([.. Enumerable.Range(0, count).Select(i => Image($"{i}", 0, i < first ? 1 : 0))]));
    }

    private static ClassifierMetrics Evaluate(params ScoredImage[] images) => ReferencePredictions.Evaluate(images);

    private static ScoredImage Image(string path, int label, int predicted)
        => new(path, label, [.. Enumerable.Range(0, 4).Select(c => c == predicted ? .7f : .1f)], ReferencePredictions.Labels.Names);
}
