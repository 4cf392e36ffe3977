namespace MLTransfer.Benchmarks.Serving;

/// <summary>What was measured, as Markdown tables.</summary>
internal static class ServingTable
{
    /// <param name="output">Where it goes.</param>
    /// <param name="contestants">Whose rounds.</param>
    /// <param name="unit">What the numbers are.</param>
    /// <param name="number">The number to be shown, from images a second.</param>
    /// <param name="references">Whose number that of a contestant is divided by.</param>
    public static void Write(
        TextWriter output, IReadOnlyList<ServingContestant> contestants, string unit, Func<double, double> number,
        Func<ServingContestant, IReadOnlyList<ServingContestant>> references)
    {
        int rounds = contestants[0].Rounds.Count;
        output.WriteLine($"\n| {unit} | {string.Join(" | ", Enumerable.Range(1, rounds).Select(r => $"round {r}"))} | median | ratios |");
        output.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---:|", rounds + 1))}---|");
        foreach (ServingContestant contestant in contestants)
        {
            string measured = string.Join(" | ", contestant.Rounds.Select(r => RaceTable.Marked(number(r.ImagesPerSecond), r.IsContended)));
            double median = number(contestant.MedianSpeed);
            string ratios = string.Join(", ", references(contestant).Select(other =>
                $"{RaceTable.Marked(median / number(other.MedianSpeed), contestant.IsDoubtful || other.IsDoubtful)} of {other.Name}"));
            output.WriteLine($"| {contestant.Name} | {measured} | {RaceTable.Marked(median, contestant.IsDoubtful)} | {ratios} |");
        }

        RaceTable.WriteFootnote(output, contestants);
        output.WriteLine();
    }
}
