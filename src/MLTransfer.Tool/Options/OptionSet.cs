using System.CommandLine;

namespace MLTransfer.Tool.Options;

/// <summary>Options that each change one property of an immutable record, and leave it as it is where they are not given.</summary>
/// <typeparam name="T">The record.</typeparam>
internal sealed class OptionSet<T>
{
    private readonly List<(Option Option, Func<ParseResult, T, T> Apply)> _entries = [];

    /// <summary>Adds an option with a value.</summary>
    /// <param name="name">The name, such as <c>--epoch</c>.</param>
    /// <param name="valueName">What the help calls its value; null for the names of an enumeration, or a switch.</param>
    /// <param name="description">What it is, with the default.</param>
    /// <param name="apply">Sets the property.</param>
    /// <param name="aliases">Other names.</param>
    public OptionSet<T> Add<TValue>(
        string name, string? valueName, string description, Func<T, TValue, T> apply, params string[] aliases)
    {
        bool isSwitch = typeof(TValue) == typeof(bool);
        var option = new Option<TValue>(name, aliases)
        {
            Description = description,
            HelpName = valueName ?? (isSwitch ? "true|false" : string.Join('|', Enum.GetNames(typeof(TValue)))),
            Arity = isSwitch ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
            CustomParser = result => OptionText.Read<TValue>(result)!,
        };
        _entries.Add((option, (parsed, value) => apply(value, parsed.GetValue(option)!)));
        return this;
    }

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        foreach ((Option option, _) in _entries)
            command.Options.Add(option);
    }

    /// <summary>Whether any of these options was given.</summary>
    public bool IsGiven(ParseResult parsed) => FirstGiven(parsed) is not null;

    /// <summary>Whether the option of a name was given.</summary>
    public bool IsGiven(ParseResult parsed, string name) => _entries.Any(entry => entry.Option.Name == name && IsGiven(parsed, entry.Option));

    /// <summary>The name of the first of these options that was given; null where none was.</summary>
    public string? FirstGiven(ParseResult parsed)
        => _entries.Where(entry => IsGiven(parsed, entry.Option)).Select(entry => entry.Option.Name).FirstOrDefault();

    /// <summary>The record as the options want it.</summary>
    public T Apply(ParseResult parsed, T value)
        => _entries.Where(entry => IsGiven(parsed, entry.Option)).Aggregate(value, (sofar, entry) => entry.Apply(parsed, sofar));

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };
}
