using System.Diagnostics;
using MLTransfer.Benchmarks.Contestants;
using MLTransfer.Extraction;

namespace MLTransfer.Benchmarks;

/// <summary>
/// Feature extraction side by side: all contestants in turn, round after round in one process, so that whatever changes on the
/// machine in the meantime (its clock, its temperature, its neighbours) meets all of them.
/// </summary>
internal static class ExtractionRace
{
    public static void Run(RaceOptions options)
    {
        Console.WriteLine(MachineDescription.Describe());
        ImageNetwork network = ImageNetwork.OfFeatures(Backbone.ResNet18, cut: null, FeaturePooling.Average);
        PhotoSet photos = PhotoSet.Load(options.Folder, options.Images, options.Threads, network.Resize);
        Console.WriteLine($"- {photos.Paths.Count} photos of {photos.Folder}, {network.Description}, {options.Threads} threads, {options.Rounds} rounds\n");

        Standing[] standings = [.. Enter(network, photos, options.Threads).Select(c => new Standing(c))];
        try
        {
            WarmUp(standings);
            for (int round = 1; round <= options.Rounds; round++)
                foreach (Standing standing in standings)
                    standing.Rounds.Add(Round.Measure(round, standing.Contestant.Name, photos.Paths.Count, () => Time(standing.Contestant)));
            Console.WriteLine();
            RaceTable.Write(Console.Out, standings);
        }
        finally
        {
            foreach (Standing standing in standings)
                standing.Contestant.Dispose();
        }
    }

    private static IEnumerable<Contestant> Enter(ImageNetwork network, PhotoSet photos, int threads)
    {
        // Which of the two is faster depends on the processor; the limit is the better one.
        yield return new RuntimeAlone(network, photos, callers: 1, threads);
        if (threads > 1)
            yield return new RuntimeAlone(network, photos, callers: threads, threads: 1);
        yield return LibraryExtraction.WithoutCache(network, photos, threads);
        yield return LibraryExtraction.WithCache(network, photos, threads);
        yield return new MlNetChain(network, photos, threads);
    }

    /// <summary>One uncounted round: it compiles code, creates sessions and fills the cache, and shows that all compute the same.</summary>
    private static void WarmUp(Standing[] standings)
    {
        IReadOnlyList<float[]>? expected = null;
        foreach (Standing standing in standings)
        {
            var clock = Stopwatch.StartNew();
            IReadOnlyList<float[]> features = standing.Contestant.Run();
            Console.WriteLine($"warm-up  {standing.Contestant.Name,-22} {clock.Elapsed.TotalSeconds:F1} s");
            standing.Compare(features, expected ??= features);
        }
    }

    private static TimeSpan Time(Contestant contestant)
    {
        var clock = Stopwatch.StartNew();
        _ = contestant.Run();
        return clock.Elapsed;
    }
}
