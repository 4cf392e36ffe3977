using MLTransfer.Benchmarks.Contestants;

namespace MLTransfer.Benchmarks;

/// <summary>The result of a race as a Markdown table.</summary>
internal static class RaceTable
{
    private const string ContentionMark = "*";

    public static void Write(TextWriter output, IReadOnlyList<Standing> standings)
    {
        Standing[] limits = [.. standings.Where(s => s.Contestant is RuntimeAlone)];
        double limit = limits.Max(s => s.MedianSpeed);
        int rounds = standings[0].Rounds.Count;
        output.WriteLine($"| images/s | {string.Join(" | ", Enumerable.Range(1, rounds).Select(r => $"round {r}"))} | median | of the limit | cosine |");
        output.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---:|", rounds + 3))}");
        foreach (Standing standing in standings)
        {
            string measured = string.Join(" | ", standing.Rounds.Select(r => Marked(r.ImagesPerSecond, r.IsContended)));
            // Either limit could be the better one, so a ratio needs both.
            bool doubtfulRatio = standing.IsDoubtful || limits.Any(s => s.IsDoubtful);
            output.WriteLine(
                $"| {standing.Contestant.Name} | {measured} | {Marked(standing.MedianSpeed, standing.IsDoubtful)} " +
                $"| {Marked(standing.MedianSpeed / limit, doubtfulRatio)} | {standing.Agreement:F3} |");
        }

        WriteFootnote(output, standings);
    }

    /// <summary>Explains the mark of contention, where it was used.</summary>
    public static void WriteFootnote(TextWriter output, IEnumerable<MeasuredRounds> standings)
    {
        if (!standings.Any(s => s.Rounds.Any(r => r.IsContended)))
            return;
        output.WriteLine(
            $"\n\\{ContentionMark} Other processes used more than {Measurement.ContentionLimit} cores. Such a round is left out of the median; " +
            "a median or ratio with this mark had no other rounds, so do not quote it.");
    }

    /// <summary>A number, with a mark where it was measured under contention.</summary>
    public static string Marked(double value, bool contended)
        => $"{value.ToString(value < 10 ? "F2" : "F1")}{(contended ? $"\\{ContentionMark}" : "")}";
}
