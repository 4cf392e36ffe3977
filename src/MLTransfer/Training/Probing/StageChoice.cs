using System.Globalization;

namespace MLTransfer.Training;

/// <summary>
/// Chooses among the places of a backbone: the one nearest to its end that is not clearly worse than the best. That is Breiman's rule for the
/// simplest model (Breiman et al., "Classification and Regression Trees", 1984, section 3.4.3), where simple means usual, and the standard error is
/// that of the difference between two classifiers of the same images.
/// </summary>
/// <param name="places">What was probed, from the input of the backbone to its end.</param>
/// <param name="stages">The names of its stages, in that order.</param>
/// <param name="standardErrors">From how many standard errors on a difference is clear.</param>
internal sealed class StageChoice(IReadOnlyList<ProbedPlace> places, IReadOnlyList<string> stages, double standardErrors)
{
    // Of this share of images nobody would notice that they are wrong.
    private const double Unnoticed = .02;

    public StageRecommendation Choose()
    {
        // Average before maximum, whichever stands first.
        ProbedPlace[] preferred = [.. places.OrderByDescending(Depth).ThenBy(p => p.Row.Pooling)];
        ProbedPlace best = preferred.OrderByDescending(p => p.Row.Accuracy).ThenBy(p => p.Row.LogLoss).First();
        ProbedPlace chosen = preferred.First(p => !IsClearlyWorse(p, best));
        (string? unfreeze, string why) = Unfreeze(chosen);
        return new StageRecommendation
        {
            Cut = chosen.Row.Cut,
            Pooling = chosen.Row.Pooling,
            UnfreezeFrom = unfreeze,
            Reason = $"{Explain(preferred[0], chosen, best)}{why}",
        };
    }

    private bool IsSurelyAsGood(ProbedPlace place, ProbedPlace other) => place == other || place.AtMostBelow(other, standardErrors) <= Unnoticed;

    private bool IsClearlyWorse(ProbedPlace place, ProbedPlace other) => place.StandardErrorsBelow(other) > standardErrors;

    /// <summary>The index of the stage; the end of the network counts as after the last one.</summary>
    private int Depth(ProbedPlace place)
    {
        int depth = 0;
        while (depth < stages.Count && stages[depth] != place.Row.Cut)
            depth++;
        return depth;
    }

    /// <summary>
    /// What is to learn: the stages above the lowest one whose features are surely as good as those at the cut. What is above adds nothing as it is.
    /// Few images make nothing sure, and the fewer there are, the less should learn from them.
    /// </summary>
    private (string? Stage, string Why) Unfreeze(ProbedPlace chosen)
    {
        int last = Math.Min(Depth(chosen), stages.Count - 1);
        if (last <= 0)
            return (null, "");
        int enough = places.Where(p => IsSurelyAsGood(p, chosen)).Min(Depth);
        string from = stages[Math.Min(enough + 1, last)];
        return (from, enough < last
            ? $" The features of '{stages[enough]}' are as good, so what follows adds little as it is, and fine-tuning may change it: " +
                $"unfreeze from '{from}'."
            : $" No lower stage is surely as good, so fine-tuning should change the least: unfreeze '{from}'.");
    }

    private static string Explain(ProbedPlace usual, ProbedPlace chosen, ProbedPlace best)
    {
        if (chosen == best && chosen == usual)
            return $"No other place has more images right than {Describe(chosen)}.";
        string near = chosen == best ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $"{Capital(Describe(best))} has the most images right, but by only {chosen.StandardErrorsBelow(best):f1} standard errors more than ");
        if (chosen == usual)
            return $"{near}{Describe(chosen)}, the usual place.";
        string far = string.Create(
            CultureInfo.InvariantCulture, $"that is {usual.StandardErrorsBelow(chosen):f1} standard errors more than {Describe(usual)}");
        return chosen == best
            ? $"{Capital(Describe(chosen))} has the most images right: {far}."
            : $"{near}{Describe(chosen)}, which is nearer to the end: {far}.";
    }

    private static string Describe(ProbedPlace place) => string.Create(CultureInfo.InvariantCulture, $"{place.Row.Place} ({place.Row.Accuracy:p1})");

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
