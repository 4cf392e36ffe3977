using TorchSharp;

namespace MLTransfer.Benchmarks.FineTuning;

/// <summary>Epochs of fine-tuning side by side, in turn, round after round in one process.</summary>
internal static class FineTuningRace
{
    public static void Run(RaceOptions options)
    {
        Console.WriteLine(MachineDescription.Describe());
        using var activations = new CachedActivations(options);
        int images = activations.Batches.Count;
        Console.WriteLine(
            $"- {images} photos of {options.Folder}, layer4 of {activations.Features.Description} and a classifier of {activations.Classes} classes, " +
            $"batches of {activations.Options.BatchSize}, {options.Threads} threads, {options.Rounds} rounds\n");
        var contestants = new List<TrainingContestant>();
        try
        {
            // The library first: it loads libtorch where TorchSharp by itself may not find it.
            foreach (torch.ScalarType precision in new[] { torch.ScalarType.Float32, torch.ScalarType.BFloat16 })
                contestants.AddRange([new LibraryTraining(activations, precision), new TorchAlone(activations, precision)]);
            foreach (TrainingContestant contestant in contestants)
                Console.WriteLine($"warm-up  {contestant.Name,-28} {contestant.RunEpoch().TotalSeconds:F1} s");
            for (int round = 1; round <= options.Rounds; round++)
                foreach (TrainingContestant contestant in contestants)
                    contestant.Rounds.Add(Round.Measure(round, contestant.Name, images, contestant.RunEpoch));
            Write(Console.Out, contestants);
        }
        finally
        {
            contestants.ForEach(c => c.Dispose());
        }
    }

    private static void Write(TextWriter output, IReadOnlyList<TrainingContestant> contestants)
    {
        int rounds = contestants[0].Rounds.Count;
        output.WriteLine($"\n| images/s | {string.Join(" | ", Enumerable.Range(1, rounds).Select(r => $"round {r}"))} | median |");
        output.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---:|", rounds + 1))}");
        foreach (TrainingContestant contestant in contestants)
        {
            string measured = string.Join(" | ", contestant.Rounds.Select(r => RaceTable.Marked(r.ImagesPerSecond, r.IsContended)));
            output.WriteLine($"| {contestant.Name} | {measured} | {RaceTable.Marked(contestant.MedianSpeed, contestant.IsDoubtful)} |");
        }

        RaceTable.WriteFootnote(output, contestants);
    }
}
