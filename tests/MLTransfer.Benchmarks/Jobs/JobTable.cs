namespace MLTransfer.Benchmarks.Jobs;

/// <summary>The result of a race of jobs as a Markdown table.</summary>
internal static class JobTable
{
    /// <param name="output">Receives the table.</param>
    /// <param name="standings">All that was measured.</param>
    /// <param name="reference">The name of the contestant whose time is divided by those of the others; there may be none.</param>
    public static void Write(TextWriter output, IReadOnlyList<JobStanding> standings, string reference)
    {
        JobStanding? other = standings.FirstOrDefault(s => s.Name == reference);
        int rounds = standings.Select(s => s.Rounds.Count).DefaultIfEmpty().Max();
        string ratio = other is null ? "" : $" times as fast as {reference} |";
        output.WriteLine(
            $"| wall time, s | {string.Join(" | ", Enumerable.Range(1, rounds).Select(r => $"round {r}"))} | median |{ratio} test accuracy |");
        output.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---:|", rounds + (other is null ? 2 : 3)))}");
        foreach (JobStanding standing in standings)
        {
            string measured = string.Join(" | ", standing.Rounds.Select(r => RaceTable.Marked(r.Seconds, r.IsContended)));
            string cell = other is null
                ? ""
                : $" {RaceTable.Marked(other.MedianSeconds / standing.MedianSeconds, standing.IsDoubtful || other.IsDoubtful)} |";
            string accuracy = string.Join(", ", standing.Rounds.Select(r => r.TestAccuracy.ToString("F4")).Distinct());
            string median = RaceTable.Marked(standing.MedianSeconds, standing.IsDoubtful);
            output.WriteLine($"| {standing.Name} | {measured} | {median} |{cell} {accuracy} |");
        }

        RaceTable.WriteFootnote(output, standings.Any(s => s.Rounds.Any(r => r.IsContended)));
        foreach (string remark in standings.SelectMany(s => s.Rounds).Select(r => r.Remark).OfType<string>().Distinct())
            output.WriteLine($"\n{remark}");
    }
}
