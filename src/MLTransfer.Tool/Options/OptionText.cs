using System.CommandLine.Parsing;
using System.Globalization;
using MLTransfer.Data;

namespace MLTransfer.Tool.Options;

/// <summary>Reads the values of options, the same in every culture.</summary>
internal static class OptionText
{
    /// <summary>Reads one value; an error of the result says what it should be.</summary>
    public static T? Read<T>(ArgumentResult result)
    {
        Type type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        // A switch without a value is turned on.
        if (result.Tokens.Count == 0)
            return (T)(object)true;
        string text = result.Tokens[0].Value, option = ((OptionResult)result.Parent!).Option.Name;
        if (type.IsEnum)
            return (T?)ReadName(result, type, text, option);
        try
        {
            return (T)Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            result.AddError($"{option}: '{text}' is not {KindOf(type)}.");
            return default;
        }
    }

    /// <summary>Reads the names of an enumeration, from an option that may be given more than once.</summary>
    public static T[] ReadMany<T>(ArgumentResult result)
        where T : struct, Enum
    {
        string option = ((OptionResult)result.Parent!).Option.Name;
        return [.. result.Tokens.Select(token => (T)(ReadName(result, typeof(T), token.Value, option) ?? default(T)))];
    }

    private static object? ReadName(ArgumentResult result, Type type, string text, string option)
    {
        string[] names = Enum.GetNames(type);
        if (names.FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name)
            return Enum.Parse(type, name);
        string meant = NearestName.Of(text, names) is { } near ? $" Did you mean {near}?" : "";
        result.AddError($"{option}: '{text}' is none of {string.Join(", ", names)}.{meant}");
        return Activator.CreateInstance(type);
    }

    private static string KindOf(Type type)
        => type == typeof(bool) ? "true or false" : type == typeof(int) || type == typeof(long) ? "a whole number within its range" : "a number";
}
