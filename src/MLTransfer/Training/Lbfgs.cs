using System.Numerics.Tensors;

namespace MLTransfer.Training;

/// <summary>Minimises a smooth convex function with limited-memory BFGS.</summary>
/// <remarks>Nocedal and Wright, "Numerical Optimization", 2nd edition, algorithm 7.5, with a backtracking line search (Armijo's condition).</remarks>
internal static class Lbfgs
{
    private const int Memory = 10;
    private const double SufficientDecrease = 1e-4;
    private const int MaxHalvings = 30;

    /// <summary>Evaluates the function at a point: returns its value and writes its gradient.</summary>
    public delegate double Function(float[] point, float[] gradient);

    /// <param name="function">The function.</param>
    /// <param name="start">Where to start; not changed.</param>
    /// <param name="maxIterations">The most iterations.</param>
    /// <param name="tolerance">Stops when the gradient's length is at most this, relative to that of the point (or 1).</param>
    /// <param name="afterIteration">Is given each new point; stops by returning false.</param>
    public static float[] Minimise(Function function, float[] start, int maxIterations, double tolerance, Func<float[], bool> afterIteration)
    {
        float[] point = [.. start], gradient = new float[start.Length];
        double value = function(point, gradient);
        var history = new List<(float[] Step, float[] Change, double Curvature)>(Memory + 1);
        for (int iteration = 0; iteration < maxIterations && Length(gradient) > tolerance * Math.Max(1, Length(point)); iteration++)
        {
            float[] direction = Direction(gradient, history);
            double slope = TensorPrimitives.Dot<float>(direction, gradient);
            float[] next = new float[point.Length], nextGradient = new float[point.Length];
            // The very first step has no scale yet: go no further than a length of 1.
            double step = history.Count == 0 ? Math.Min(1, 1 / Length(gradient)) : 1;
            double nextValue = Evaluate(step);
            for (int halving = 0; nextValue > value + SufficientDecrease * step * slope || !double.IsFinite(nextValue); halving++)
            {
                // As far as floats can tell, this is the minimum.
                if (halving == MaxHalvings)
                    return point;
                step /= 2;
                nextValue = Evaluate(step);
            }

            Remember(history, Difference(next, point), Difference(nextGradient, gradient));
            (point, gradient, value) = (next, nextGradient, nextValue);
            if (!afterIteration(point))
                break;

            double Evaluate(double size)
            {
                TensorPrimitives.MultiplyAdd(direction, (float)size, point, next);
                return function(next, nextGradient);
            }
        }

        return point;
    }

    /// <summary>The two-loop recursion: minus the inverse Hessian, as far as the history tells of it, times the gradient.</summary>
    private static float[] Direction(float[] gradient, List<(float[] Step, float[] Change, double Curvature)> history)
    {
        var direction = new float[gradient.Length];
        TensorPrimitives.Negate<float>(gradient, direction);
        var factors = new double[history.Count];
        for (int i = history.Count - 1; i >= 0; i--)
        {
            factors[i] = TensorPrimitives.Dot<float>(history[i].Step, direction) / history[i].Curvature;
            TensorPrimitives.MultiplyAdd(history[i].Change, (float)-factors[i], direction, direction);
        }

        if (history.Count > 0)
        {
            (_, float[] change, double curvature) = history[^1];
            TensorPrimitives.Multiply(direction, (float)(curvature / TensorPrimitives.SumOfSquares<float>(change)), direction);
        }

        for (int i = 0; i < history.Count; i++)
        {
            double factor = TensorPrimitives.Dot<float>(history[i].Change, direction) / history[i].Curvature;
            TensorPrimitives.MultiplyAdd(history[i].Step, (float)(factors[i] - factor), direction, direction);
        }

        return direction;
    }

    private static void Remember(List<(float[] Step, float[] Change, double Curvature)> history, float[] step, float[] change)
    {
        double curvature = TensorPrimitives.Dot<float>(step, change);
        // Only a positive curvature keeps the approximation positive definite.
        if (curvature <= 1e-12 * TensorPrimitives.SumOfSquares<float>(change))
            return;
        history.Add((step, change, curvature));
        if (history.Count > Memory)
            history.RemoveAt(0);
    }

    private static float[] Difference(float[] a, float[] b)
    {
        var difference = new float[a.Length];
        TensorPrimitives.Subtract<float>(a, b, difference);
        return difference;
    }

    private static double Length(float[] vector) => TensorPrimitives.Norm<float>(vector);
}
