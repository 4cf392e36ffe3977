using System.CommandLine;
using System.CommandLine.Help;
using MLTransfer.Tool.Commands;
using MLTransfer.Tool.Options;

namespace MLTransfer.Tool;

/// <summary>The whole tool: arguments in, exit code out.</summary>
internal static class ToolProgram
{
    private const string Summary = "Trains, measures and uses image classifiers: a pretrained network, your photos, a trained model in minutes.";

    private const string Details = """
        To begin:  mltransfer train photos                   with photos/daisy/*.jpg, photos/tulip/*.jpg, ...
        then:      mltransfer predict model.zip photo.jpg
        of each:   mltransfer train --help

        Results go to the standard output, progress and notes to the standard error.
        Exit codes: 0 fine; 1 the work failed, or found what the help of the command says; 2 wrong usage; 130 stopped by Ctrl+C.
        """;

    public static int Run(IReadOnlyList<string> arguments, ToolStreams streams)
    {
        // A file may be called @photo.jpg, and -mz is no bundle of options.
        var parser = new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false };
        var invocation = new InvocationConfiguration
        {
            Output = streams.Out,
            Error = streams.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        ParseResult parsed = CreateRoot(streams).Parse(arguments, parser);
        return parsed.Errors.Count > 0 ? WrongUsage.Explain(parsed, streams.Error) : parsed.Invoke(invocation);
    }

    // Not a RootCommand, which would be called what the assembly is called.
    private static DetailedCommand CreateRoot(ToolStreams streams) => new("mltransfer", Summary, Details)
    {
        CreateHelp(),
        new VersionOption(),
        new TrainCommand(streams),
        new EvaluateCommand(streams),
        new PredictCommand(streams),
        new ExtractCommand(streams),
        new AuditCommand(streams),
        new BackbonesCommand(streams),
        new InfoCommand(streams),
    };

    private static HelpOption CreateHelp()
    {
        var help = new HelpOption();
        help.Action = new DetailedHelpAction((HelpAction)help.Action!);
        return help;
    }
}
