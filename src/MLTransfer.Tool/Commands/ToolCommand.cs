using System.CommandLine;
using MLTransfer.Tool.Options;
using MLTransfer.Tool.Output;

namespace MLTransfer.Tool.Commands;

/// <summary>A command with what all have in common: options for the output, and what becomes of errors.</summary>
internal abstract class ToolCommand : DetailedCommand
{
    private readonly ToolStreams _streams;
    private readonly Option<bool> _json = new("--json") { Description = "writes the result as JSON" };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "shows no progress" };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "shows more notes, and where in the code an error came from" };

    protected ToolCommand(string name, string summary, string details, ToolStreams streams)
        : base(name, summary, details)
    {
        _streams = streams;
        SetAction(Guard);
    }

    /// <summary>Does the work and returns the exit code.</summary>
    protected abstract int Run(ToolRun run);

    /// <summary>What to say where Ctrl+C stopped it.</summary>
    protected virtual string StoppedMessage => "Stopped.";

    /// <summary>Adds the options that all commands have, after those of its own.</summary>
    protected void AddCommonOptions()
    {
        Options.Add(_json);
        Options.Add(_quiet);
        Options.Add(_verbose);
    }

    private int Guard(ParseResult parsed)
    {
        bool verbose = parsed.GetValue(_verbose);
        try
        {
            if (WrongUsage.MistypedOption(parsed) is { } mistyped)
                throw new WrongUsageException(WrongUsage.Unknown(this, mistyped));
            return Run(new ToolRun(parsed, _streams, parsed.GetValue(_json), parsed.GetValue(_quiet), verbose));
        }
        catch (OperationCanceledException) when (_streams.Stop.IsCancellationRequested)
        {
            _streams.Error.WriteLine(StoppedMessage);
            return ExitCode.Stopped;
        }
        catch (Exception e) when (e is WrongUsageException or ArgumentException)
        {
            // The library checks its options as it takes them, and says what each must be.
            return Report(e, verbose, ExitCode.WrongUsage);
        }
        catch (Exception e)
        {
            return Report(e, verbose, ExitCode.Failed);
        }
    }

    private int Report(Exception error, bool verbose, int exitCode)
    {
        _streams.Error.WriteLine(Printable.OfLines(verbose ? error.ToString() : MessageOf(error)));
        return exitCode;
    }

    // .NET appends the parameter's name and value, which the messages say already.
    private static string MessageOf(Exception error)
    {
        int end = error is ArgumentException ? error.Message.IndexOf(" (Parameter '", StringComparison.Ordinal) : -1;
        return end < 0 ? error.Message : error.Message[..end];
    }
}
