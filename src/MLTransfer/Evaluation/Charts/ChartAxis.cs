using System.Globalization;

namespace MLTransfer.Evaluation;

/// <summary>An axis of a chart: its range, and round numbers in it.</summary>
internal sealed class ChartAxis
{
    private const int MostTicks = 6;
    private readonly double _step;

    private ChartAxis(double low, double high, double step)
    {
        (Low, High, _step) = (low, high, step);
        double first = Math.Ceiling(low / step - 1e-6);
        int count = (int)Math.Floor(high / step - first + 1e-6) + 1;
        Ticks = [.. Enumerable.Range(0, count).Select(i => (first + i) * step)];
    }

    public double Low { get; }

    public double High { get; }

    /// <summary>The numbers that are written at the axis: multiples of 1, 2 or 5 times a power of ten.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>An axis from round number to round number around some values.</summary>
    /// <param name="values">The values.</param>
    /// <param name="most">What no value can exceed, a round number.</param>
    public static ChartAxis Around(IEnumerable<double> values, double most = double.PositiveInfinity)
    {
        (double low, double high) = Range(values);
        high = Math.Min(high, most);
        double step = Step(high - low);
        return new(Math.Floor(low / step + 1e-6) * step, Math.Ceiling(high / step - 1e-6) * step, step);
    }

    /// <summary>An axis for counted things: exactly from the first to the last, with whole numbers.</summary>
    public static ChartAxis Counting(IEnumerable<double> values)
    {
        (double low, double high) = Range(values);
        return new(low, high, Math.Max(1, Step(high - low)));
    }

    /// <summary>Where a value is on the axis: 0 at its low end, 1 at its high end.</summary>
    public double PositionOf(double value) => (value - Low) / (High - Low);

    /// <summary>A tick in as many digits as tell it from its neighbours.</summary>
    public string Label(double tick)
    {
        int place = Place(_step);
        if (place is < -4 or > 4)
        {
            string digits = new('#', Math.Max(0, Place(Math.Max(Math.Abs(Low), Math.Abs(High))) - place));
            return tick.ToString($"0.{digits}E0", CultureInfo.InvariantCulture);
        }

        return tick.ToString($"F{Math.Max(0, -place)}", CultureInfo.InvariantCulture);
    }

    /// <summary>The decimal place of the first digit: 0 for 1 to 9.</summary>
    private static int Place(double value) => (int)Math.Floor(Math.Log10(value) + 1e-6);

    /// <summary>The range of the finite values; a wider one where they hardly differ, as too many digits would be needed to show it.</summary>
    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite).DefaultIfEmpty(0)];
        double low = finite.Min(), high = finite.Max(), least = Math.Max(1e-6, 1e-3 * Math.Abs(low));
        return high - low >= least ? (low, high) : (low - Math.Max(.5, Math.Abs(low) / 2), low + Math.Max(.5, Math.Abs(low) / 2));
    }

    private static double Step(double range)
    {
        double rough = range / (MostTicks - 1), power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return ((double[])[1, 2, 5, 10]).First(m => m == 10 || m * power >= rough * (1 - 1e-6)) * power;
    }
}
