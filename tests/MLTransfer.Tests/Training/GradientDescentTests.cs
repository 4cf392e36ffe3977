using MLTransfer.Training;

namespace MLTransfer.Tests.Training;

public class GradientDescentTests
{
    private const double L2 = .1;
    private static readonly ImageTransferTrainer.Options Small = new() { LearningRate = .01f, Epoch = 400, BatchSize = 8, L2Regularization = L2 };

    [Fact]
    public void Many_small_steps_come_close_to_the_optimum()
    {
        SoftmaxObjective objective = Objective();
        float[] start = new float[objective.ParameterCount];
        float[] optimum = Lbfgs.Minimise((point, gradient) => objective.Evaluate(point, L2, gradient), start, 200, 1e-6, _ => true);
        float[] found = GradientDescent.Minimise(objective, start, L2, Small with { Epoch = 1500 }, _ => true);
        Assert.Equal(Value(objective, optimum), Value(objective, found), 1e-3);
        Assert.All(optimum.Zip(found), p => Assert.Equal(p.First, p.Second, .05f));
        Assert.All(start, x => Assert.Equal(0, x));
    }

    [Fact]
    public void The_value_falls()
    {
        SoftmaxObjective objective = Objective();
        // A batch of all images takes the steepest way down, and so never up; with small batches only the trend is certain.
        List<double> whole = Values(60), batches = Values(7);
        Assert.Equal(whole.OrderDescending().Distinct(), whole);
        Assert.True(batches[^1] < batches[0] && batches[0] < Math.Log(3), string.Join(", ", batches));

        List<double> Values(int batchSize)
        {
            var values = new List<double>();
            GradientDescent.Minimise(objective, new float[objective.ParameterCount], L2, Small with { BatchSize = batchSize, Epoch = 20 }, point =>
            {
                values.Add(Value(objective, point));
                return true;
            });
            return values;
        }
    }

    [Fact]
    public void A_batch_size_beyond_the_set_takes_one_step_an_epoch_along_the_gradient_of_the_whole_set()
    {
        FeatureSet set = Blobs.Create(60, 3, 6);
        var reference = new DoubleSoftmax(set.Features, set.Labels, 3);
        double[] expected = new double[3 * 7];
        for (int step = 0; step < 5; step++)
            expected = [.. expected.Zip(reference.Gradient(expected, L2), (x, g) => x - .01 * g)];
        float[] found = GradientDescent.Minimise(Objective(), new float[3 * 7], L2, Small with { BatchSize = 1000, Epoch = 5 }, _ => true);
        Assert.All(expected.Zip(found), p => Assert.Equal(p.First, p.Second, 1e-5));
    }

    [Fact]
    public void The_seed_alone_decides_on_the_order_of_images()
    {
        float[] Found(int seed) => GradientDescent.Minimise(Objective(), new float[3 * 7], L2, Small with { Seed = seed, Epoch = 3 }, _ => true);
        Assert.Equal(Found(1), Found(1));
        Assert.Equal(Found(2), Found(2));
        // Far more than another order of the same sum would make.
        Assert.True(Found(1).Zip(Found(2), (a, b) => Math.Abs(a - b)).Max() > 1e-4);
    }

    [Fact]
    public void It_stops_when_told_to_and_after_the_most_epochs()
    {
        Assert.Equal(4, Epochs(continues: epoch => epoch < 4));
        Assert.Equal(6, Epochs(continues: _ => true));

        int Epochs(Func<int, bool> continues)
        {
            int epochs = 0;
            float[]? seen = null;
            float[] found = GradientDescent.Minimise(Objective(), new float[3 * 7], L2, Small with { Epoch = 6 }, point =>
            {
                seen = [.. point];
                return continues(++epochs);
            });
            Assert.Equal(seen, found);
            return epochs;
        }
    }

    [Fact]
    public void A_head_trained_at_a_small_rate_is_close_to_the_one_of_the_default_solver()
    {
        FeatureSet train = Blobs.Create(60, 3, 6);
        LinearHead expected = Train(Small with { LearningRate = null }, threads: 2), head = Train(Small, threads: 2);
        Assert.All(train.Features, f => Assert.All(expected.Score(f).Zip(head.Score(f)), p => Assert.Equal(p.First, p.Second, .02f)));
        Assert.Equal(head.Weights, Train(Small, threads: 1).Weights);
        Assert.NotEqual(head.Weights, expected.Weights);

        LinearHead Train(ImageTransferTrainer.Options options, int threads) => new HeadTrainer(options, threads).Train(train, null, 3).Head;
    }

    [Fact]
    public void Metrics_are_those_of_the_whole_set_after_each_epoch()
    {
        var metrics = new List<ImageTransferMetrics>();
        FeatureSet train = Blobs.Create(60, 3, 6);
        LinearHead head = new HeadTrainer(Small with { Epoch = 5, MetricsCallback = metrics.Add }, threads: 2).Train(train, null, 3).Head;
        Assert.Equal([1, 2, 3, 4, 5], metrics.Select(m => m.Epoch));
        Assert.Equal(metrics.OrderByDescending(m => m.Loss), metrics);
        double loss = Enumerable.Range(0, train.Count).Average(i => -Math.Log(head.Score(train.Features[i])[train.Labels[i]]));
        Assert.Equal(loss, metrics[^1].Loss, 1e-4);
    }

    private static SoftmaxObjective Objective()
    {
        FeatureSet set = Blobs.Create(60, 3, 6);
        return new([.. set.Features], set.Labels, 3, threads: 2);
    }

    private static double Value(SoftmaxObjective objective, float[] point) => objective.Evaluate(point, L2, new float[point.Length]);
}
