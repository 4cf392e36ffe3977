using System.CommandLine;
using System.CommandLine.Parsing;
using MLTransfer.Data;

namespace MLTransfer.Tool.Options;

/// <summary>Says what is wrong with arguments, and what was probably meant.</summary>
internal static class WrongUsage
{
    /// <summary>Writes all that is wrong, a line each, and returns the exit code.</summary>
    public static int Explain(ParseResult parsed, TextWriter error)
    {
        Command command = parsed.CommandResult.Command;
        // What follows a mistyped option is counted wrongly.
        string[] unknown = MistypedOption(parsed) is { } mistyped ? [mistyped] : [.. parsed.UnmatchedTokens];
        foreach (string token in unknown)
            error.WriteLine(Unknown(command, token));
        // What is missing may be missing only because it was mistyped.
        foreach (string message in unknown.Length > 0 ? [] : parsed.Errors.Select(e => e.Message).Distinct())
            error.WriteLine(message);
        error.WriteLine($"See: {CallOf(command)} --help");
        return ExitCode.WrongUsage;
    }

    /// <summary>What was taken for an argument, but looks like an option and is no file; null where there is none.</summary>
    public static string? MistypedOption(ParseResult parsed)
        // Behind -- there are arguments alone.
        => parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash) ? null : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value)
            .FirstOrDefault(text => text.Length > 1 && text.StartsWith('-') && !Path.Exists(text));

    /// <summary>That there is no such option or command, and which one is near.</summary>
    public static string Unknown(Command command, string token)
    {
        bool isOption = token.StartsWith('-');
        // Aliases come second, as they are often as near as the name that they are of.
        string? nearest = isOption
            ? NearestName.Of(token, OptionsOf(command).Select(o => o.Name)) ?? NearestName.Of(token, OptionsOf(command).SelectMany(o => o.Aliases))
            : NearestName.Of(token, command.Subcommands.Select(c => c.Name));
        string meant = nearest is { } near ? $" Did you mean '{near}'?" : "";
        string what = isOption ? "there is no such option of"
            : command.Subcommands.Count > 0 ? "there is no such command of"
            : "this is one argument too many for";
        return $"'{token}': {what} {CallOf(command)}.{meant}";
    }

    private static IEnumerable<Option> OptionsOf(Command command)
        => command.Options.Concat(command.Parents.OfType<Command>().SelectMany(OptionsOf).Where(o => o.Recursive));

    private static string CallOf(Command command)
        => command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{CallOf(parent)} {command.Name}" : command.Name;
}
