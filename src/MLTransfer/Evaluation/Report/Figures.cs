using System.Globalization;

namespace MLTransfer.Evaluation.Report;

/// <summary>Numbers as a report writes them, the same in every culture.</summary>
internal static class Figures
{
    /// <summary>A share of 1 in per cent.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:f1}%");

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>With three decimals; a dash where there is no number.</summary>
    public static string Decimal(double? number)
        => number is { } value && double.IsFinite(value) ? value.ToString("0.000", CultureInfo.InvariantCulture) : "–";
}
