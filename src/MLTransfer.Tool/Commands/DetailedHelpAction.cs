using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace MLTransfer.Tool.Commands;

/// <summary>The usual help, and below it the details of the command.</summary>
internal sealed class DetailedHelpAction(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int exitCode = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is DetailedCommand command)
            parseResult.InvocationConfiguration.Output.WriteLine(command.Details);
        return exitCode;
    }
}
