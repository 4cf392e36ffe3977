namespace MLTransfer.Benchmarks.Accuracy;

/// <summary>Accuracy in float32 and int8 as a Markdown table.</summary>
internal static class AccuracyTable
{
    /// <param name="output">Receives the table.</param>
    /// <param name="networks">What was measured of each network.</param>
    public static void Write(TextWriter output, IReadOnlyList<(string Network, IReadOnlyList<SplitAccuracy> Splits)> networks)
    {
        output.WriteLine("| test accuracy | seed | float32 | int8 | difference, points | frozen part |");
        output.WriteLine("|---|---|---:|---:|---:|---|");
        foreach ((string network, IReadOnlyList<SplitAccuracy> splits) in networks)
        {
            foreach (IGrouping<int, SplitAccuracy> seed in splits.GroupBy(s => s.Seed))
                WriteRow(output, network, $"{seed.Key}", [.. seed], error: "");
            WriteRow(output, network, "**mean**", splits, splits.Count > 1 ? $" ± {StandardError(splits):F2}" : "");
        }

        // The reasons of other splits differ in their figures alone.
        foreach ((string network, IReadOnlyList<SplitAccuracy> splits) in networks)
            if (splits.FirstOrDefault(s => s.Fallback is not null) is { } first)
                output.WriteLine($"\n{network}, seed {first.Seed}: {first.Fallback}");
    }

    /// <summary>The standard error of the mean difference, over splits, in points.</summary>
    public static double StandardError(IReadOnlyList<SplitAccuracy> splits)
    {
        double mean = splits.Average(s => s.Gain);
        return Math.Sqrt(splits.Sum(s => (s.Gain - mean) * (s.Gain - mean)) / (splits.Count - 1) / splits.Count);
    }

    private static void WriteRow(TextWriter output, string network, string seed, IReadOnlyList<SplitAccuracy> splits, string error)
        => output.WriteLine(
            $"| {network} | {seed} | {splits.Average(s => s.Float32):P2} | {splits.Average(s => s.Int8):P2} " +
            $"| {splits.Average(s => s.Gain):+0.00;-0.00;0.00}{error} | {Arithmetic(splits)} |");

    private static string Arithmetic(IReadOnlyList<SplitAccuracy> splits)
    {
        int fallbacks = splits.Count(s => s.Fallback is not null);
        return fallbacks == 0 ? "int8"
            : fallbacks == splits.Count ? "fell back to float32"
            : $"fell back to float32 in {fallbacks} of {splits.Count} splits";
    }
}
