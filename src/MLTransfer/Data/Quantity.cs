using System.Globalization;

namespace MLTransfer.Data;

/// <summary>Numbers of things, for messages.</summary>
internal static class Quantity
{
    /// <summary>As in "1 image" and "2,000 images", the same in every culture.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">The word for one, whose plural ends in s.</param>
    public static string Of(long count, string one) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {one}{(count == 1 ? "" : "s")}");
}
