using MLTransfer.Training;

namespace MLTransfer.Tests.Training;

public class LbfgsTests
{
    [Fact]
    public void A_quadratic_is_brought_to_its_minimum()
    {
        double[] scales = [.. Enumerable.Range(0, 20).Select(i => Math.Pow(10, i / 10.0))];
        float[] found = Lbfgs.Minimise(Quadratic(scales), new float[20], 200, 1e-5, _ => true);
        Assert.All(found.Select((x, i) => (x, i)), p => Assert.Equal(p.i - 7, p.x, 1e-3f));
    }

    [Fact]
    public void Iterations_never_raise_the_value_and_see_each_new_point()
    {
        var values = new List<double>();
        Lbfgs.Function function = LogSumExp;
        float[] start = [3, -2, 1, 4], gradient = new float[4];
        double before = function(start, gradient);
        float[] found = Lbfgs.Minimise(function, start, 100, 1e-6, point =>
        {
            values.Add(function(point, new float[4]));
            return true;
        });
        Assert.Equal(values.OrderDescending(), values);
        Assert.True(values[0] < before);
        Assert.Equal([3, -2, 1, 4], start);
        // log(sum(e^x + e^-x)) is least where all are 0.
        Assert.All(found, x => Assert.Equal(0, x, 1e-3f));
        Assert.Equal(Math.Log(8), values[^1], 1e-6);
    }

    [Fact]
    public void A_step_that_goes_too_far_is_halved()
    {
        // A thousandth from the minimum of a steep valley, a first step of length 1 would go far up the other side.
        Lbfgs.Function valley = Quadratic([1e4]);
        float[] start = [-6.999f], gradient = new float[1];
        double last = valley(start, gradient);
        float[] found = Lbfgs.Minimise(valley, start, 50, 1e-6, point =>
        {
            double value = valley(point, new float[1]);
            Assert.True(value <= last, $"{last} rose to {value}");
            last = value;
            return true;
        });
        Assert.Equal(-7, found[0], 1e-5f);
    }

    [Fact]
    public void It_stops_after_the_most_iterations()
    {
        int iterations = 0;
        Lbfgs.Minimise(Quadratic([1, 1e4, 1e-2]), new float[3], 2, 0, _ => ++iterations > 0);
        Assert.Equal(2, iterations);
    }

    [Fact]
    public void It_stops_when_told_to_and_returns_that_point()
    {
        float[]? seen = null;
        float[] found = Lbfgs.Minimise(Quadratic([1, 50]), new float[2], 100, 0, point =>
        {
            seen = point;
            return false;
        });
        Assert.Same(seen, found);
    }

    [Fact]
    public void At_a_minimum_nothing_happens()
    {
        int evaluations = 0;
        float[] found = Lbfgs.Minimise(
            (point, gradient) =>
            {
                evaluations++;
                return Quadratic([2, 3])(point, gradient);
            },
            [-7, -6], 100, 1e-6, _ => throw new InvalidOperationException());
        Assert.Equal([-7, -6], found);
        Assert.Equal(1, evaluations);
    }

    [Fact]
    public void Where_floats_can_go_no_lower_it_ends()
    {
        // With tolerance 0 only the line search can tell that this is as low as it gets.
        float[] found = Lbfgs.Minimise(LogSumExp, [5, 1, -3, 2], 10_000, 0, _ => true);
        Assert.All(found, x => Assert.Equal(0, x, 1e-3f));
    }

    [Fact]
    public void A_wall_of_infinity_is_stepped_back_from()
    {
        // x - log x is infinite at and below 0; its minimum is 1.
        float[] found = Lbfgs.Minimise(
            (x, gradient) =>
            {
                gradient[0] = 1 - 1 / x[0];
                return x[0] > 0 ? x[0] - Math.Log(x[0]) : double.PositiveInfinity;
            },
            [1e-3f], 200, 1e-6, _ => true);
        Assert.Equal(1, found[0], 1e-3f);
    }

    /// <summary>The sum of scales[i] / 2 (x[i] - (i - 7))^2.</summary>
    private static Lbfgs.Function Quadratic(double[] scales) => (point, gradient) =>
    {
        double value = 0;
        for (int i = 0; i < point.Length; i++)
        {
            double offset = point[i] - (i - 7);
            gradient[i] = (float)(scales[i] * offset);
            value += scales[i] / 2 * offset * offset;
        }

        return value;
    };

    private static double LogSumExp(float[] point, float[] gradient)
    {
        double sum = point.Sum(x => Math.Exp(x) + Math.Exp(-x));
        for (int i = 0; i < point.Length; i++)
            gradient[i] = (float)((Math.Exp(point[i]) - Math.Exp(-point[i])) / sum);
        return Math.Log(sum);
    }
}
