namespace MLTransfer.Tests.Training.FineTuning;

/// <summary>The formulas of the papers for one number, in double precision.</summary>
internal sealed class ScalarOptimizer(string kind, double value, double decay)
{
    private double _first;
    private double _second;
    private int _steps;

    public double Value { get; private set; } = value;

    public void Step(double rate, double gradient)
    {
        _steps++;
        if (kind == "AdamW")
        {
            _first += (1 - .9) * (gradient - _first);
            _second += (1 - .999) * (gradient * gradient - _second);
            double mean = _first / (1 - Math.Pow(.9, _steps)), meanSquare = _second / (1 - Math.Pow(.999, _steps));
            Value -= rate * (mean / (Math.Sqrt(meanSquare) + 1e-8) + decay * Value);
        }
        else
        {
            _first = .9 * _first + gradient + decay * Value;
            Value -= rate * _first;
        }
    }
}
