using System.Diagnostics;
using System.Globalization;

namespace MLTransfer.Benchmarks.Kill;

/// <summary>What a run said until its end.</summary>
/// <param name="Phase">The phase it was in last; empty where it had not begun.</param>
/// <param name="Images">For each extraction that it reported on, in order, the images done, and how many of these were in the cache.</param>
/// <param name="Epochs">The epochs of fine-tuning that it did, in order.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="WasKilled">Whether it was killed before its end.</param>
internal sealed record KilledRun(
    string Phase, IReadOnlyList<(int Done, int FromCache)> Images, IReadOnlyList<int> Epochs, double Seconds, bool WasKilled)
{
    // .NET gives 128 and the number of the signal; on Windows -1.
    private static readonly int ExitCodeOfKilled = OperatingSystem.IsWindows() ? -1 : 128 + 9;

    /// <summary>How many images were in the cache already.</summary>
    public int FromCache => Images.Sum(i => i.FromCache);

    /// <summary>How many images were extracted or found.</summary>
    public int Done => Images.Sum(i => i.Done);

    /// <summary>Listens to a run, and kills it after a time; null to let it come to its end.</summary>
    /// <exception cref="IOException">It failed.</exception>
    public static KilledRun Of(Process run, TimeSpan? lifetime)
    {
        long start = Stopwatch.GetTimestamp();
        bool wasKilled = false;
        using Timer? killer = lifetime is null ? null : new Timer(_ => wasKilled = TryKill(run), null, lifetime.Value, Timeout.InfiniteTimeSpan);
        string phase = "";
        var images = new List<(int Done, int FromCache)>();
        var epochs = new List<int>();
        bool isNewPhase = true;
        while (run.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith(KillChild.PhaseBegins, StringComparison.Ordinal))
                (phase, isNewPhase) = (line[KillChild.PhaseBegins.Length..], true);
            else if (line.StartsWith(KillChild.EpochEnds, StringComparison.Ordinal))
                epochs.Add(Number(line[KillChild.EpochEnds.Length..]));
            else if (line.StartsWith(KillChild.ImagesDone, StringComparison.Ordinal)
                && line[KillChild.ImagesDone.Length..].Split(' ') is [var done, var fromCache])
            {
                if (!isNewPhase)
                    images.RemoveAt(images.Count - 1);
                images.Add((Number(done), Number(fromCache)));
                isNewPhase = false;
            }
        }

        run.WaitForExit();
        // A run that fails by itself before it is killed is no killed run.
        if (run.ExitCode != 0 && !(wasKilled && run.ExitCode == ExitCodeOfKilled))
            throw new IOException($"The run ended with code {run.ExitCode} in the phase '{phase}'.");
        return new KilledRun(phase, images, epochs, Stopwatch.GetElapsedTime(start).TotalSeconds, run.ExitCode != 0);

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }

    private static bool TryKill(Process run)
    {
        try
        {
            run.Kill();
            return true;
        }
        catch (InvalidOperationException)
        {
            // It came to its end in this moment.
            return false;
        }
    }
}
