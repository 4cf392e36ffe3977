namespace MLTransfer.Benchmarks;

/// <summary>Measures a contestant in a round, and once more where other processes got in the way.</summary>
internal static class Round
{
    /// <param name="number">Which round, counted from 1.</param>
    /// <param name="name">The contestant.</param>
    /// <param name="images">How many images a run goes over.</param>
    /// <param name="run">Runs it once; gives the time that counts.</param>
    public static Measurement Measure(int number, string name, int images, Func<TimeSpan> run)
    {
        Measurement measurement = Measure(images, run);
        Console.WriteLine($"round {number}  {name,-26} {measurement}");
        if (!measurement.IsContended)
            return measurement;
        measurement = Measure(images, run);
        Console.WriteLine($"   again {name,-26} {measurement}{(measurement.IsContended ? "  left out" : "")}");
        return measurement;
    }

    private static Measurement Measure(int images, Func<TimeSpan> run)
    {
        // The system counts processor time in hundredths of a second, so contention cannot be told from less than this.
        var shortest = TimeSpan.FromSeconds(1);

        // Nobody pays for the garbage of the one before.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var contention = new ContentionMeter();
        TimeSpan sum = TimeSpan.Zero;
        int runs = 0;
        for (; sum < shortest; runs++)
            sum += run();
        return new Measurement((double)runs * images / sum.TotalSeconds, contention.OwnCores(), contention.OtherCores());
    }
}
