using MLTransfer.Benchmarks.Contestants;

namespace MLTransfer.Benchmarks;

/// <summary>The result of a race as a Markdown table.</summary>
internal static class RaceTable
{
    private const string ContentionMark = "*";

    public static void Write(TextWriter output, IReadOnlyList<Standing> standings)
    {
        int rounds = standings[0].Rounds.Count;
        output.WriteLine(
            $"| images/s | {string.Join(" | ", Enumerable.Range(1, rounds).Select(r => $"round {r}"))} | median | of the limit | cosine |");
        output.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---:|", rounds + 3))}");
        foreach (Standing standing in standings)
        {
            string measured = string.Join(" | ", standing.Rounds.Select(r => Marked(r.ImagesPerSecond, r.IsContended)));
            output.WriteLine(
                $"| {standing.Name} | {measured} | {Marked(standing.MedianSpeed, standing.IsDoubtful)} " +
                $"| {ShareOfLimit(standing, standings)} | {standing.Agreement?.ToString("F3")} |");
        }

        WriteFootnote(output, standings);
    }

    /// <summary>Explains the mark of contention, where it was used.</summary>
    public static void WriteFootnote(TextWriter output, IEnumerable<MeasuredRounds> standings)
        => WriteFootnote(output, standings.Any(s => s.Rounds.Any(r => r.IsContended)));

    /// <summary>Explains the mark of contention, if it was used.</summary>
    public static void WriteFootnote(TextWriter output, bool isMarked)
    {
        if (!isMarked)
            return;
        output.WriteLine(
            $"\n\\{ContentionMark} Other processes used more than {Measurement.ContentionLimit} cores. Such a round is left out of the median; " +
            "a median or ratio with this mark had no other rounds, so do not quote it.");
    }

    /// <summary>The fastest limit of the same arithmetic; null where there is none.</summary>
    public static Standing? LimitOf(Standing standing, IEnumerable<Standing> standings)
        => standings.Where(s => s.Role == ContestantRole.Limit && s.Precision == standing.Precision).MaxBy(s => s.MedianSpeed);

    /// <summary>A number, with a mark where it was measured under contention.</summary>
    public static string Marked(double value, bool contended)
        => $"{value.ToString(value < 10 ? "F2" : "F1")}{(contended ? $"\\{ContentionMark}" : "")}";

    private static string ShareOfLimit(Standing standing, IReadOnlyList<Standing> standings)
    {
        if (standing.Role == ContestantRole.Decoding || LimitOf(standing, standings) is not { } limit)
            return "";
        // Any limit could be the better one, so a ratio needs all of them.
        bool isDoubtful = standing.IsDoubtful
            || standings.Any(s => s.Role == ContestantRole.Limit && s.Precision == standing.Precision && s.IsDoubtful);
        return Marked(standing.MedianSpeed / limit.MedianSpeed, isDoubtful);
    }
}
