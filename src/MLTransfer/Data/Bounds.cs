using System.Globalization;
using System.Runtime.CompilerServices;

namespace MLTransfer.Data;

/// <summary>Checks what a user set, with errors that say what it is and what it must be.</summary>
internal static class Bounds
{
    /// <param name="holds">Whether the value can be.</param>
    /// <param name="value">The value.</param>
    /// <param name="rule">What goes after "it must be", with what to do where that does not go without saying.</param>
    /// <param name="name">The option or parameter.</param>
    /// <exception cref="ArgumentOutOfRangeException">It cannot be.</exception>
    public static void Require(bool holds, object? value, string rule, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {rule}."));
    }

    /// <exception cref="ArgumentOutOfRangeException">It is none of the enumeration's values.</exception>
    public static void RequireDefined<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, Enum
        => Require(Enum.IsDefined(value), value, string.Join(" or ", Enum.GetNames<T>()), name);
}
