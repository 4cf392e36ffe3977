using MLTransfer.Training;

namespace MLTransfer.Tests.Training;

public class SoftmaxObjectiveTests
{
    [Theory]
    [InlineData(2, 1, 0)]
    [InlineData(3, 17, .1)]
    [InlineData(7, 40, 2)]
    public void The_gradient_is_the_slope_of_the_value(int classes, int length, double l2)
    {
        FeatureSet set = Blobs.Create(25, classes, length);
        var objective = new SoftmaxObjective([.. set.Features], set.Labels, classes, threads: 2);
        var reference = new DoubleSoftmax(set.Features, set.Labels, classes);
        float[] point = Blobs.Vector(objective.ParameterCount, new Random(2), .3), gradient = new float[point.Length];
        double value = objective.Evaluate(point, l2, gradient);

        double[] exact = [.. point.Select(p => (double)p)];
        Assert.Equal(reference.Value(exact, l2), value, 1e-5 * Math.Max(1, value));
        for (int k = 0; k < point.Length; k++)
        {
            const double h = 1e-5;
            double[] up = [.. exact], down = [.. exact];
            (up[k], down[k]) = (exact[k] + h, exact[k] - h);
            Assert.Equal((reference.Value(up, l2) - reference.Value(down, l2)) / (2 * h), gradient[k], 2e-5);
        }
    }

    [Fact]
    public void Biases_are_not_regularised()
    {
        FeatureSet set = Blobs.Create(10, 2, 3);
        var objective = new SoftmaxObjective([.. set.Features], set.Labels, 2, threads: 1);
        float[] biased = [0, 0, 0, 0, 0, 0, 5, 5], gradient = new float[8];
        Assert.Equal(Math.Log(2), objective.Evaluate(biased, l2: 100, gradient), 1e-6);
        Assert.Equal(0, gradient[6], 1e-6f);
    }

    [Fact]
    public void Without_weights_the_loss_is_that_of_guessing()
    {
        FeatureSet set = Blobs.Create(50, 5, 4);
        var objective = new SoftmaxObjective([.. set.Features], set.Labels, 5, threads: 2);
        objective.Measure(new float[objective.ParameterCount]);
        Assert.Equal(Math.Log(5), objective.Loss, 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1000)]
    public void The_number_of_threads_hardly_matters(int threads)
    {
        FeatureSet set = Blobs.Create(101, 4, 30);
        float[] point = Blobs.Vector(4 * 31, new Random(3)), gradient = new float[point.Length];
        var objective = new SoftmaxObjective([.. set.Features], set.Labels, 4, threads);
        double value = objective.Evaluate(point, .01, gradient);
        var reference = new DoubleSoftmax(set.Features, set.Labels, 4);
        double[] exact = [.. point.Select(p => (double)p)], exactGradient = reference.Gradient(exact, .01);
        Assert.Equal(reference.Value(exact, .01), value, 1e-5);
        Assert.All(exactGradient.Zip(gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void The_accuracy_counts_the_largest_logits()
    {
        float[][] features = [[1], [2], [-1], [-2]];
        var objective = new SoftmaxObjective(features, [1, 1, 0, 1], classes: 2, threads: 3);
        objective.Measure([0, 1, 0, 0]);
        Assert.Equal(.75, objective.Accuracy);
    }

    [Fact]
    public void Measuring_is_evaluating_without_the_penalty()
    {
        FeatureSet set = Blobs.Create(40, 3, 8);
        var objective = new SoftmaxObjective([.. set.Features], set.Labels, 3, threads: 2);
        float[] point = Blobs.Vector(27, new Random(4)), gradient = new float[27];
        double value = objective.Evaluate(point, l2: 0, gradient);
        Assert.Equal(objective.Loss, value);
        double accuracy = objective.Accuracy;
        objective.Measure(new float[27]);
        Assert.NotEqual(value, objective.Loss);
        objective.Measure(point);
        Assert.Equal((value, accuracy), (objective.Loss, objective.Accuracy));
    }

    [Theory]
    [InlineData(1e4f, 0, 0)]
    [InlineData(1e4f, 1, 1e4)]
    [InlineData(1e30f, 0, 0)]
    [InlineData(1e30f, 1, 1e30)]
    [InlineData(-1e30f, 0, 1e30)]
    public void Extreme_logits_overflow_nothing(float logit, int label, double loss)
    {
        var objective = new SoftmaxObjective([[logit]], [label], classes: 2, threads: 1);
        var gradient = new float[4];
        double value = objective.Evaluate([1, 0, 0, 0], l2: 0, gradient);
        Assert.Equal(loss, value, 1e-6 * Math.Max(1, loss));
        Assert.All(gradient, g => Assert.InRange(g, -Math.Abs(logit), Math.Abs(logit)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_image_of_weight_three_is_three_images(int threads)
    {
        int[] weights = [3, 1, 2];
        FeatureSet set = Blobs.Create(25, 3, 6);
        int[] repeated = [.. Enumerable.Range(0, set.Count).SelectMany(i => Enumerable.Repeat(i, weights[set.Labels[i]]))];
        var reference = new DoubleSoftmax([.. repeated.Select(i => set.Features[i])], [.. repeated.Select(i => set.Labels[i])], 3);
        float[] point = Blobs.Vector(21, new Random(5)), gradient = new float[21];
        double[] exact = [.. point.Select(p => (double)p)], exactGradient = reference.Gradient(exact, .1);

        var objective = new SoftmaxObjective([.. set.Features], set.Labels, 3, threads, [.. weights.Select(w => (float)w)]);
        Assert.Equal(reference.Value(exact, .1), objective.Evaluate(point, .1, gradient), 1e-5);
        Assert.Equal(reference.Loss(exact), objective.Loss, 1e-5);
        Assert.All(exactGradient.Zip(gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-5));

        int[] batch = [0, 1, 4, 7];
        SoftmaxObjective part = objective.Batch(batch);
        part.Measure(point);
        double[] losses = [.. batch.Select(i => new DoubleSoftmax([set.Features[i]], [set.Labels[i]], 3).Loss(exact))];
        Assert.Equal(
            losses.Zip(batch, (loss, i) => loss * weights[set.Labels[i]]).Sum() / batch.Sum(i => weights[set.Labels[i]]), part.Loss, 1e-5);
    }
}
