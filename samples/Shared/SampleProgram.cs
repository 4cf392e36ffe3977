using MLTransfer;

namespace Samples;

/// <summary>What all samples do around their work: stop on Ctrl+C, and say in a sentence what went wrong.</summary>
internal static class SampleProgram
{
    public const int Stopped = 130;

    /// <summary>Runs a sample and gives its exit code.</summary>
    /// <param name="sample">The work.</param>
    /// <param name="onStop">What to say where it was stopped.</param>
    public static int Run(Func<CancellationToken, int> sample, string onStop)
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
            return sample(stop.Token);
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
