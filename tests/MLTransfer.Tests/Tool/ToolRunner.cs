using System.Globalization;
using System.Text.Json;
using MLTransfer.Tool;

namespace MLTransfer.Tests.Tool;

/// <summary>What a run of the tool wrote, and how it ended.</summary>
internal sealed record ToolOutput(int ExitCode, string Out, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    public string[] Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs the tool in this process.</summary>
internal static class ToolRunner
{
    public static ToolOutput Run(params string[] arguments) => Run("", default, arguments);

    public static ToolOutput Run(string input, CancellationToken stop, params string[] arguments)
    {
        using var reader = new StringReader(input);
        using StringWriter output = new(CultureInfo.InvariantCulture), error = new(CultureInfo.InvariantCulture);
        int exitCode = ToolProgram.Run(arguments, new ToolStreams(reader, output, error, IsTerminal: false, stop));
        return new ToolOutput(exitCode, output.ToString(), error.ToString());
    }
}
