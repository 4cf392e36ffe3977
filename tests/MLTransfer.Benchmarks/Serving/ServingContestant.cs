using System.Diagnostics;

namespace MLTransfer.Benchmarks.Serving;

/// <summary>A way to classify photos, with what was measured of it.</summary>
/// <param name="name">What it is.</param>
/// <param name="images">How many photos one run classifies.</param>
/// <param name="run">Classifies them; gives the time that counts.</param>
/// <param name="owned">What goes with it.</param>
internal sealed class ServingContestant(string name, int images, Func<TimeSpan> run, params IDisposable[] owned) : MeasuredRounds, IDisposable
{
    private const int Predictions = 20;

    public string Name => name;

    /// <summary>One photo after the other; the median time of several counts for all of them.</summary>
    public static ServingContestant OneByOne(string name, Action predict, params IDisposable[] owned)
        => new(name, Predictions, () => Predictions * TimeSpan.FromSeconds(Median.Of(Enumerable.Range(0, Predictions).Select(_ => Time(predict).TotalSeconds))), owned);

    /// <summary>Many photos in one call or several; the whole time counts.</summary>
    public static ServingContestant AtOnce(string name, int images, Action classify, params IDisposable[] owned)
        => new(name, images, () => Time(classify), owned);

    /// <summary>All in turn, round after round, after one that does not count.</summary>
    public static void Race(IReadOnlyList<ServingContestant> contestants, int rounds)
    {
        foreach (ServingContestant contestant in contestants)
            contestant.WarmUp();
        for (int round = 1; round <= rounds; round++)
        {
            foreach (ServingContestant contestant in contestants)
                contestant.MeasureRound(round);
        }
    }

    public void Dispose()
    {
        foreach (IDisposable one in owned)
            one.Dispose();
    }

    private static TimeSpan Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start);
    }

    private void WarmUp() => Console.WriteLine($"warm-up  {name,-36} {run().TotalSeconds:F1} s");

    private void MeasureRound(int number) => Rounds.Add(Round.Measure(number, name, images, run));
}
