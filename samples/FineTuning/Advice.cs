using System.Globalization;

namespace FineTuning;

/// <summary>Which way to take, and why. The validation set decides: a test set that chose could no longer say how good the choice is.</summary>
/// <param name="Best">The number of the way to take.</param>
/// <param name="Reason">Why, in a sentence or two.</param>
internal sealed record Advice(int Best, string Reason)
{
    // So few pictures more or less may be chance.
    private const int ACouple = 2;

    /// <param name="ways">From the quickest to the slowest.</param>
    /// <param name="pictures">The number of validation pictures.</param>
    public static Advice Of(IReadOnlyList<Standing> ways, int pictures)
    {
        if (pictures == 0)
            return new Advice(0, $"'{ways[0].Name}', the quickest: there are no validation pictures to tell which is better.");
        // Among those that get as many right, the one that is surer of them.
        Standing best = ways.OrderByDescending(way => way.Right).ThenBy(way => way.LogLoss).First();
        int index = ways.ToList().IndexOf(best);
        string reason = string.Create(
            CultureInfo.InvariantCulture,
            $"'{best.Name}': the most validation pictures right ({best.Right} of {pictures})" +
            $"{(IsTie() ? ", and of those the lowest log loss" : "")}.");
        int quicker = ways.Take(index).ToList().FindIndex(way => best.Right - way.Right <= ACouple);
        return new Advice(index, quicker < 0 ? reason : $"{reason} {WithinChance(best, ways[quicker], pictures)}");

        bool IsTie() => ways.Count(way => way.Right == best.Right) > 1;
    }

    private static string WithinChance(Standing best, Standing quicker, int pictures)
    {
        int more = best.Right - quicker.Right;
        string difference = more == 0 ? "as many as" : $"{more} more than";
        return $"That is {difference} '{quicker.Name}' of {pictures} pictures, which may be chance: the quicker way may do as well.";
    }
}
