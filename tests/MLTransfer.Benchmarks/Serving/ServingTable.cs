namespace MLTransfer.Benchmarks.Serving;

/// <summary>What was measured, as Markdown tables.</summary>
internal static class ServingTable
{
    /// <param name="output">Where it goes.</param>
    /// <param name="contestants">Whose rounds.</param>
    /// <param name="unit">What the numbers are.</param>
    /// <param name="number">The number to be shown, from images a second.</param>
    /// <param name="reference">What the number of each contestant is divided by in the last column, that of its reference.</param>
    public static void Write(
        TextWriter output, IReadOnlyList<ServingContestant> contestants, string unit, Func<double, double> number,
        Func<ServingContestant, ServingContestant> reference)
    {
        int rounds = contestants[0].Rounds.Count;
        output.WriteLine($"\n| {unit} | {string.Join(" | ", Enumerable.Range(1, rounds).Select(r => $"round {r}"))} | median | ratio | to |");
        output.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---:|", rounds + 2))}---|");
        foreach (ServingContestant contestant in contestants)
        {
            ServingContestant other = reference(contestant);
            string measured = string.Join(" | ", contestant.Rounds.Select(r => RaceTable.Marked(number(r.ImagesPerSecond), r.IsContended)));
            double ratio = number(contestant.MedianSpeed) / number(other.MedianSpeed);
            output.WriteLine(
                $"| {contestant.Name} | {measured} | {RaceTable.Marked(number(contestant.MedianSpeed), contestant.IsDoubtful)} " +
                $"| {RaceTable.Marked(ratio, contestant.IsDoubtful || other.IsDoubtful)} | {other.Name} |");
        }

        RaceTable.WriteFootnote(output, contestants);
        output.WriteLine();
    }
}
