using static Samples.OptionValue;

namespace Samples;

/// <summary>What the user asked for, as far as all samples have it; each adds its own.</summary>
internal abstract record SampleCommand
{
    /// <summary>The folder of pictures; null for those of this repository.</summary>
    public string? Data { get; init; }

    public string? Workspace { get; init; }

    public int Seed { get; init; } = 1;

    public bool WantsHelp { get; init; }

    /// <summary>Reads the arguments of a sample.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="readOwn">
    /// Reads an option of the sample's own, with what reads its value, for which it gives an example; null where the option is none of these.
    /// </param>
    /// <exception cref="CommandLineException">An option is unknown, or its value is missing or of no use.</exception>
    protected static T Parse<T>(IReadOnlyList<string> arguments, Func<T, string, Func<string, string>, T?> readOwn)
        where T : SampleCommand, new()
    {
        var command = new T();
        for (int i = 0; i < arguments.Count; i++)
        {
            string option = arguments[i];
            command = option switch
            {
                "--data" => command with { Data = ExistingFolder(option, Value("folder")) },
                "--workspace" => command with { Workspace = FolderToWrite(option, Value("folder")) },
                "--seed" => command with { Seed = Number(option, Value("7")) },
                "--help" or "-h" or "-?" => command with { WantsHelp = true },
                _ => readOwn(command, option, Value) ?? throw new CommandLineException($"'{option}' is no option of this program; --help lists them."),
            };

            string Value(string example) => i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal)
                ? arguments[++i]
                : throw new CommandLineException($"{option} needs a value after it, as in '{option} {example}'.");
        }

        return command;
    }
}
