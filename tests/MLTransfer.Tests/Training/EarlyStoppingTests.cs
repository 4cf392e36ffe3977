using MLTransfer.Training;

namespace MLTransfer.Tests.Training;

public class EarlyStoppingTests
{
    [Fact]
    public void Training_stops_after_the_patience_and_keeps_the_best_weights()
    {
        // Validation labels are noise: fitting better is validating worse.
        FeatureSet train = Blobs.Create(40, 2, 60), validation = Shuffled(Blobs.Create(200, 2, 60, seed: 7));
        List<ImageTransferMetrics> Run(EarlyStopping? criteria, out LinearHead head)
        {
            var metrics = new List<ImageTransferMetrics>();
            var options = new ImageTransferTrainer.Options { L2Regularization = .0001, MetricsCallback = metrics.Add, EarlyStoppingCriteria = criteria };
            head = new HeadTrainer(options, 1).Train(train, validation, 2).Head;
            return metrics;
        }

        List<ImageTransferMetrics> all = Run(null, out _);
        List<ImageTransferMetrics> stopped = Run(new() { Metric = EarlyStoppingMetric.Loss, MinDelta = 0, Patience = 4 }, out LinearHead head);
        ImageTransferMetrics best = stopped.MinBy(m => m.ValidationLoss)!;
        Assert.True(stopped.Count < all.Count);
        Assert.Equal(best.Epoch + 4, stopped[^1].Epoch);
        Assert.Equal(best.ValidationLoss!.Value, Loss(head, validation), 1e-4);
    }

    [Theory]
    [InlineData(.1f, 1)]
    [InlineData(.05f, 1)]
    [InlineData(.01f, 4)]
    [InlineData(0f, 5)]
    public void Gains_below_the_least_one_do_not_count_until_they_add_up(float minDelta, int lastGain)
    {
        // The loss falls by 0.02 each time, then stays.
        var watch = new EarlyStoppingWatch(new() { Metric = EarlyStoppingMetric.Loss, MinDelta = minDelta, Patience = 3 });
        double[] losses = [1, .98, .965, .953, .952, .952, .952, .952, .952, .952, .952];
        int last = 1 + Array.FindIndex(losses, l => !watch.Continues([(float)l], WithLoss(l)));
        Assert.Equal(lastGain + 3, last);
    }

    [Fact]
    public void The_best_weights_are_kept_even_where_the_gain_was_too_small_to_wait_for()
    {
        var watch = new EarlyStoppingWatch(new() { Metric = EarlyStoppingMetric.Loss, MinDelta = 1, Patience = 10 });
        foreach (float loss in new[] { 1f, .9f, .95f })
            Assert.True(watch.Continues([loss], WithLoss(loss)));
        Assert.Equal([.9f], watch.Best!);
    }

    [Fact]
    public void The_best_weights_are_a_copy()
    {
        var watch = new EarlyStoppingWatch(new() { Metric = EarlyStoppingMetric.Loss });
        float[] parameters = [1];
        watch.Continues(parameters, WithLoss(1));
        parameters[0] = 2;
        Assert.Equal([1], watch.Best!);
    }

    [Fact]
    public void Accuracy_that_stays_ends_the_wait()
    {
        var watch = new EarlyStoppingWatch(new() { MinDelta = 0, Patience = 2 });
        var same = new SoftmaxObjective([[1], [-1]], [0, 1], 2, 1);
        same.Measure([1, 0, 0, 0]);
        Assert.True(watch.Continues([1], same));
        Assert.True(watch.Continues([2], same));
        Assert.False(watch.Continues([3], same));
        Assert.Equal([1], watch.Best!);
    }

    [Fact]
    public void Without_a_validation_set_nothing_stops_early()
    {
        int epochs = 0;
        FeatureSet train = Blobs.Create(40, 2, 60);
        new HeadTrainer(new() { MetricsCallback = _ => epochs++, EarlyStoppingCriteria = new() { Patience = 1, MinDelta = 10 } }, 1).Train(train, null, 2);
        Assert.True(epochs > 2);
    }

    /// <summary>An objective of one image whose loss is as given.</summary>
    private static SoftmaxObjective WithLoss(double loss)
    {
        var objective = new SoftmaxObjective([[1]], [0], 2, 1);
        objective.Measure([(float)-Math.Log(Math.Exp(loss) - 1), 0, 0, 0]);
        Assert.Equal(loss, objective.Loss, 1e-6);
        return objective;
    }

    private static double Loss(LinearHead head, FeatureSet set)
        => Enumerable.Range(0, set.Count).Average(i => -Math.Log(head.Score(set.Features[i])[set.Labels[i]]));

    private static FeatureSet Shuffled(FeatureSet set)
    {
        var random = new Random(3);
        var shuffled = new FeatureSet();
        for (int i = 0; i < set.Count; i++)
            shuffled.Add(set.Features[i], random.Next(4) == 0 ? 1 - set.Labels[i] : set.Labels[i], set.Names[i], set.Hashes[i]);
        return shuffled;
    }
}
