using MLTransfer.Training;

namespace MLTransfer.Tests.Training;

public class HeadTrainerTests
{
    private static readonly double[] Strengths = [1, .3, .1, .03, .01, .003, .001, .0003, .0001];

    [Theory]
    [InlineData(2, 1, .1)]
    [InlineData(3, 6, .01)]
    [InlineData(5, 12, .3)]
    public void The_head_is_the_minimum_that_plain_gradient_descent_finds(int classes, int length, double l2)
    {
        FeatureSet train = Blobs.Create(60, classes, length);
        var standardisation = Standardisation.Of(train);
        var reference = new DoubleSoftmax([.. train.Features.Select(standardisation.Apply)], train.Labels, classes);
        double[] minimum = reference.Minimise(l2);
        LinearHead expected = Head(minimum, classes).Before(standardisation);

        (LinearHead head, double used) = Trainer(new() { L2Regularization = l2 }).Train(train, null, classes);
        Assert.Equal(l2, used);
        foreach (float[] features in train.Features)
            Assert.All(expected.Score(features).Zip(head.Score(features)), p => Assert.Equal(p.First, p.Second, 2e-3f));
        Assert.All(expected.Weights.Zip(head.Weights), p => Assert.Equal(p.First, p.Second, 1e-2f));
    }

    [Fact]
    public void At_the_optimum_the_gradient_vanishes()
    {
        FeatureSet train = Centred(Blobs.Create(90, 3, 10));
        (LinearHead head, _) = Trainer(new() { L2Regularization = .02 }).Train(train, null, 3);
        double[] gradient = new DoubleSoftmax(train.Features, train.Labels, 3).Gradient([.. head.Weights.Concat(head.Bias).Select(w => (double)w)], .02);
        double length = Math.Sqrt(head.Weights.Sum(w => (double)w * w));
        Assert.True(Math.Sqrt(gradient.Sum(g => g * g)) < 3e-4 * Math.Max(1, length));
    }

    [Fact]
    public void The_strength_is_the_one_with_the_least_validation_loss_as_brute_force_shows()
    {
        var chosen = new HashSet<double>();
        foreach (double spread in new[] { .1, .4, 1, 3 })
        {
            FeatureSet train = Blobs.Create(60, 3, 12, spread), validation = Blobs.Create(300, 3, 12, spread, seed: 9);
            var standardisation = Standardisation.Of(train);
            var check = new DoubleSoftmax([.. validation.Features.Select(standardisation.Apply)], validation.Labels, 3);
            var fit = new DoubleSoftmax([.. train.Features.Select(standardisation.Apply)], train.Labels, 3);
            double[] losses = [.. Strengths.Select(l2 => check.Loss(fit.Minimise(l2, tolerance: 1e-5)))];

            (LinearHead head, double l2) = Trainer(new()).Train(train, validation, 3);
            Assert.Equal(losses.Min(), losses[Array.IndexOf(Strengths, l2)], 2e-3);
            double loss = Enumerable.Range(0, validation.Count).Average(i => -Math.Log(head.Score(validation.Features[i])[validation.Labels[i]]));
            Assert.Equal(losses.Min(), loss, 2e-3);
            chosen.Add(l2);
        }

        Assert.True(chosen.Count >= 3, string.Join(", ", chosen));
    }

    [Fact]
    public void Strengths_are_tried_from_strong_to_weak_and_two_beyond_the_best()
    {
        var tried = new List<double>();
        FeatureSet train = Blobs.Create(60, 3, 12, .4), validation = Blobs.Create(300, 3, 12, .4, seed: 9);
        (_, double l2) = Trainer(new() { MetricsCallback = m => tried.Add(m.L2Regularization) }).Train(train, validation, 3);
        int best = Array.IndexOf(Strengths, l2);
        Assert.Equal(Strengths.Take(best + 3), tried.Distinct());
    }

    [Fact]
    public void A_given_strength_is_the_only_one_tried()
    {
        var tried = new HashSet<double>();
        FeatureSet train = Blobs.Create(30, 3, 4);
        (_, double l2) = Trainer(new() { L2Regularization = .25, MetricsCallback = m => tried.Add(m.L2Regularization) }).Train(train, train, 3);
        Assert.Equal(.25, l2);
        Assert.Equal([.25], tried);
    }

    [Fact]
    public void Without_validation_the_strength_is_the_middle()
    {
        var metrics = new List<ImageTransferMetrics>();
        (LinearHead head, double l2) = Trainer(new() { MetricsCallback = metrics.Add }).Train(Blobs.Create(30, 3, 4), null, 3);
        Assert.Equal(.01, l2);
        Assert.All(metrics, m => Assert.Equal((null, null, .01), (m.ValidationLoss, m.ValidationAccuracy, m.L2Regularization)));
        Assert.NotEqual(0, head.Weights.Max());
    }

    [Fact]
    public void No_more_epochs_than_allowed_are_run_for_each_strength()
    {
        var metrics = new List<ImageTransferMetrics>();
        FeatureSet train = Blobs.Create(60, 3, 12);
        Trainer(new() { Epoch = 3, MetricsCallback = metrics.Add }).Train(train, train, 3);
        Assert.All(metrics.GroupBy(m => m.L2Regularization), g => Assert.Equal(Enumerable.Range(1, g.Count()), g.Select(m => m.Epoch)));
        Assert.Equal(3, metrics.Max(m => m.Epoch));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_number_of_threads_hardly_matters_and_the_same_number_not_at_all(int threads)
    {
        FeatureSet train = Blobs.Create(61, 3, 12), validation = Blobs.Create(30, 3, 12, seed: 4);
        LinearHead Train(int count) => new HeadTrainer(new(), count).Train(train, validation, 3).Head;
        LinearHead one = Train(1), head = Train(threads), again = Train(threads);
        Assert.Equal(head.Weights, again.Weights);
        Assert.Equal(head.Bias, again.Bias);
        Assert.All(one.Weights.Zip(head.Weights), p => Assert.Equal(p.First, p.Second, 2e-3f));
    }

    [Fact]
    public void Identical_features_for_all_give_the_shares_of_the_classes()
    {
        var train = new FeatureSet();
        for (int i = 0; i < 40; i++)
            train.Add([1, 2, 3], i % 4 == 0 ? 1 : 0, "", Blobs.Hash(i));
        float[] scores = Trainer(new()).Train(train, null, 2).Head.Score([1, 2, 3]);
        Assert.Equal(.75, scores[0], 1e-2);
        Assert.Equal(.25, scores[1], 1e-2);
    }

    [Fact]
    public void Balanced_classes_count_as_if_the_images_of_rare_ones_were_there_more_often()
    {
        int[] copies = [1, 4, 2];
        FeatureSet all = Blobs.Create(120, 3, 6, spread: .5);
        // 40 images of the first class, 10 of the second and 20 of the third.
        FeatureSet train = all.Select(Enumerable.Range(0, all.Count).Where(i => i / 3 < 40 / copies[all.Labels[i]]));
        var standardisation = Standardisation.Of(train);
        int[] repeated = [.. Enumerable.Range(0, train.Count).SelectMany(i => Enumerable.Repeat(i, copies[train.Labels[i]]))];
        var reference = new DoubleSoftmax([.. repeated.Select(i => standardisation.Apply(train.Features[i]))], [.. repeated.Select(i => train.Labels[i])], 3);
        LinearHead expected = Head(reference.Minimise(.05), 3).Before(standardisation);

        ImageTransferTrainer.Options options = new() { L2Regularization = .05 };
        LinearHead balanced = Trainer(options with { BalanceClasses = true }).Train(train, null, 3).Head, plain = Trainer(options).Train(train, null, 3).Head;
        Assert.All(expected.Weights.Zip(balanced.Weights), p => Assert.Equal(p.First, p.Second, 1e-2f));
        Assert.All(expected.Bias.Zip(balanced.Bias), p => Assert.Equal(p.First, p.Second, 1e-2f));
        Assert.Contains(expected.Bias.Zip(plain.Bias), p => Math.Abs(p.First - p.Second) > .2f);
        LinearHead steps = Trainer(options with { BalanceClasses = true, LearningRate = .1f, Epoch = 400, BatchSize = 70 }).Train(train, null, 3).Head;
        Assert.All(expected.Weights.Zip(steps.Weights), p => Assert.Equal(p.First, p.Second, 2e-2f));
    }

    private static HeadTrainer Trainer(ImageTransferTrainer.Options options) => new(options, threads: 2);

    private static LinearHead Head(double[] parameters, int classes)
        => new([.. parameters[..^classes].Select(p => (float)p)], [.. parameters[^classes..].Select(p => (float)p)]);

    /// <summary>The set standardised, so that the trainer has nothing to fold.</summary>
    private static FeatureSet Centred(FeatureSet set)
    {
        var standardisation = Standardisation.Of(set);
        var centred = new FeatureSet();
        for (int i = 0; i < set.Count; i++)
            centred.Add(standardisation.Apply(set.Features[i]), set.Labels[i], set.Names[i], set.Hashes[i]);
        return centred;
    }
}
