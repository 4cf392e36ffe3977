using MLTransfer;

namespace Samples;

/// <summary>What all samples do around their work: help where it is asked for, stop on Ctrl+C, and say in a sentence what went wrong.</summary>
internal static class SampleProgram
{
    public const int Stopped = 130;

    /// <summary>Runs a sample and gives its exit code.</summary>
    /// <param name="parse">Reads the arguments.</param>
    /// <param name="help">What to say where they ask for help.</param>
    /// <param name="sample">The work.</param>
    /// <param name="onStop">What to say where it was stopped.</param>
    public static int Run<T>(Func<T> parse, string help, Func<T, CancellationToken, int> sample, string onStop)
        where T : SampleCommand
    {
        // The first Ctrl+C lets the run stop by itself, which takes about a second; another one ends the process at once.
        var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        };
        try
        {
            T command = parse();
            if (!command.WantsHelp)
                return sample(command, stop.Token);
            Console.WriteLine(help);
            return 0;
        }
        catch (Exception e) when (e is CommandLineException or ImageFolderException)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine(onStop);
            return Stopped;
        }
        catch (Exception e) when (e is MLTransferException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }
}
