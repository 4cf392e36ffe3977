using System.Numerics.Tensors;
using MLTransfer.Training;
using MLTransfer.Training.Calibration;

namespace MLTransfer.Tests.Training.Calibration;

public class TemperatureScalingTests
{
    [Theory]
    [InlineData(.4)]
    [InlineData(1)]
    [InlineData(3.5)]
    public void Logits_that_are_too_large_or_small_by_a_factor_are_divided_by_it(double factor)
    {
        var random = new Random(4);
        float[][] honest = [.. Enumerable.Range(0, 8000).Select(_ => Blobs.Vector(5, random, scale: 2))];
        int[] labels = [.. honest.Select(z => Draw(Probabilities(z, 1), random))];
        ProbabilityCalibration found = TemperatureScaling.Fit([.. honest.Select(z => z.Select(x => (float)(x * factor)).ToArray())], labels);
        Assert.Null(found.Obstacle);
        Assert.Equal(factor, found.Temperature, factor * .05);
        Assert.Equal(8000, found.Images);
        Assert.InRange(found.ErrorAfter, 0, .02);
        if (factor != 1)
            Assert.True(found.ErrorBefore > .05 && found.LogLossAfter < found.LogLossBefore);
    }

    /// <summary>Two classes whose logits are always a apart, of which a share q is right, have least loss where sigmoid(a / T) = q.</summary>
    [Theory]
    [InlineData(4, 80, 20)]
    [InlineData(.5, 90, 10)]
    [InlineData(30, 19, 1)]
    [InlineData(1e4, 9999, 5001)]
    public void Two_classes_are_as_worked_out_by_hand(float apart, int right, int wrong)
    {
        ProbabilityCalibration found = Fit(apart, right, wrong);
        double share = (double)right / (right + wrong), expected = apart / Math.Log(share / (1 - share));
        expected = Math.Min(expected, TemperatureScaling.Highest);
        Assert.Null(found.Obstacle);
        Assert.Equal(expected, found.Temperature, expected * 1e-5);
        double before = 1 / (1 + Math.Exp(-(double)apart)), after = 1 / (1 + Math.Exp(-apart / expected));
        Assert.Equal(Math.Abs(before - share), found.ErrorBefore, 1e-4);
        Assert.Equal(Math.Abs(after - share), found.ErrorAfter, 1e-4);
        Assert.Equal(share * Math.Log(1 + Math.Exp(-(double)apart)) + (1 - share) * (apart + Math.Log(1 + Math.Exp(-(double)apart))), found.LogLossBefore, 1e-3);
    }

    [Fact]
    public void No_other_temperature_has_a_lower_loss_and_1_never_has()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            int count = random.Next(TemperatureScaling.FewestImages, 120), classes = random.Next(2, 7);
            double scale = Math.Exp(random.NextDouble() * 6 - 3);
            float[][] logits = [.. Enumerable.Range(0, count).Select(_ => Blobs.Vector(classes, random, scale))];
            int[] labels = [.. logits.Select(z => random.Next(3) == 0 ? random.Next(classes) : TensorPrimitives.IndexOfMax<float>(z))];
            ProbabilityCalibration found = TemperatureScaling.Fit(logits, labels);
            Assert.InRange(found.Temperature, TemperatureScaling.Lowest, TemperatureScaling.Highest);
            Assert.True(found.LogLossAfter <= found.LogLossBefore, $"seed {seed}: {found}");
            Assert.Equal(Loss(logits, labels, 1), found.LogLossBefore, 1e-9);
            Assert.Equal(Loss(logits, labels, found.Temperature), found.LogLossAfter, 1e-9);
            if (found.Obstacle is null)
            {
                for (double t = TemperatureScaling.Lowest; t <= TemperatureScaling.Highest; t *= 1.1)
                    Assert.True(found.LogLossAfter <= Loss(logits, labels, t) + 1e-9, $"seed {seed}: {t:f3} is better. {found}");
            }
        }
    }

    [Fact]
    public void The_most_probable_class_stays_the_same()
    {
        var random = new Random(8);
        var head = new LinearHead(Blobs.Vector(7 * 20, random), Blobs.Vector(7, random));
        LinearHead softer = head.DividedBy(1.7), surer = head.DividedBy(.3);
        for (int i = 0; i < 2000; i++)
        {
            float[] features = Blobs.Vector(20, random);
            float[] expected = head.Score(features), soft = softer.Score(features), sure = surer.Score(features);
            int best = TensorPrimitives.IndexOfMax<float>(expected);
            Assert.Equal((best, best), (TensorPrimitives.IndexOfMax<float>(soft), TensorPrimitives.IndexOfMax<float>(sure)));
            Assert.True(soft[best] <= expected[best] && expected[best] <= sure[best]);
            Assert.All(head.Logits(features).Zip(softer.Logits(features)), z => Assert.Equal(z.First / 1.7f, z.Second, 1e-4f));
        }
    }

    [Fact]
    public void Too_few_images_change_nothing_and_say_so()
    {
        ProbabilityCalibration none = TemperatureScaling.Fit([], []), few = Fit(4, 12, 7);
        Assert.Equal((1, 0, double.NaN), (none.Temperature, none.Images, none.ErrorBefore));
        Assert.Contains("no validation image", none.Obstacle, StringComparison.Ordinal);
        Assert.Equal((1, 19), (few.Temperature, few.Images));
        Assert.Contains("19 validation images", few.Obstacle, StringComparison.Ordinal);
        Assert.Equal((few.ErrorBefore, few.LogLossBefore), (few.ErrorAfter, few.LogLossAfter));
        Assert.True(few.ErrorBefore > .2);
        Assert.Null(Fit(4, 12, 8).Obstacle);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void Without_errors_enough_nothing_gets_surer(int wrong)
    {
        ProbabilityCalibration found = Fit(.5f, 300, wrong);
        Assert.Equal(1, found.Temperature);
        Assert.Contains($"{wrong} errors on {300 + wrong}", found.Obstacle, StringComparison.Ordinal);
        Assert.StartsWith("Probabilities stay as they were trained: ", found.ToString(), StringComparison.Ordinal);
        Assert.True(Fit(.5f, 300, 10).Temperature < .2);
    }

    [Fact]
    public void Labels_that_contradict_the_logits_stop_at_the_bound()
    {
        Assert.Equal(TemperatureScaling.Highest, Fit(4, 30, 70).Temperature, 1e-4);
        Assert.Equal(TemperatureScaling.Highest, Fit(4, 50, 50).Temperature, 1e-4);
        Assert.Equal(TemperatureScaling.Lowest, Fit(.01f, 90, 10).Temperature, 1e-6);
    }

    [Fact]
    public void Logits_that_say_nothing_and_such_that_are_no_numbers_change_nothing()
    {
        ProbabilityCalibration same = Fit(0, 50, 50);
        Assert.Equal(1, same.Temperature);
        Assert.Equal(Math.Log(2), same.LogLossAfter, 1e-12);
        float[][] broken = [.. Enumerable.Repeat<float[]>([float.NaN, 0], 30)];
        Assert.Contains("not finite", TemperatureScaling.Fit(broken, new int[30]).Obstacle, StringComparison.Ordinal);
    }

    /// <summary>Fits images of two classes whose logits are so far apart, some of them wrong.</summary>
    private static ProbabilityCalibration Fit(float apart, int right, int wrong)
        => TemperatureScaling.Fit(
            [.. Enumerable.Range(0, right + wrong).Select(i => i % 2 == 0 ? new[] { apart, 0 } : [3, 3 + apart])],
            [.. Enumerable.Range(0, right + wrong).Select(i => i < wrong ? 1 - i % 2 : i % 2)]);

    private static double Loss(float[][] logits, int[] labels, double temperature)
        => logits.Zip(labels).Average(image => -Math.Log(Probabilities(image.First, temperature)[image.Second]));

    private static double[] Probabilities(float[] logits, double temperature)
    {
        double largest = logits.Max();
        double[] exponentials = [.. logits.Select(z => Math.Exp((z - largest) / temperature))];
        return [.. exponentials.Select(e => Math.Max(e / exponentials.Sum(), double.Epsilon))];
    }

    private static int Draw(double[] probabilities, Random random)
    {
        double left = random.NextDouble();
        return Math.Max(0, Array.FindIndex(probabilities, p => (left -= p) < 0));
    }
}
