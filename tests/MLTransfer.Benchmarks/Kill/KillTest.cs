using Google.Protobuf;

namespace MLTransfer.Benchmarks.Kill;

/// <summary>Kills training at random moments and starts it again: it has to end as if nothing had been.</summary>
internal static class KillTest
{
    private const int PhotosPerClass = 12;
    private const int RunsPerSeed = 1_000_003;

    /// <summary>Runs it and prints what happened; false where a model differs, or work was lost that had been reported as done.</summary>
    public static bool Run(KillOptions options)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mltransfer-kill-");
        try
        {
            return Run(options, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool Run(KillOptions options, string folder)
    {
        string network = Path.Combine(folder, "small.onnx"), photos = Path.Combine(folder, "photos");
        File.WriteAllBytes(network, SmallNetwork.Create().ToByteArray());
        CopyPhotos(photos);
        KilledRun calm = Start("calm", lifetime: null);
        byte[] model = File.ReadAllBytes(Path.Combine(folder, "calm.onnx"));
        Console.WriteLine(
            $"- seed {options.Seed}, runs {options.First} to {options.First + options.Runs - 1}\n- never killed: {calm.Seconds:F1} s, {calm.Done} images and versions extracted, {calm.Epochs.Count} epochs, a model of {model.Length:N0} bytes");

        var killed = new List<KilledRun>();
        int equal = 0, imagesAgain = 0, epochsAgain = 0, tooLate = 0;
        for (int i = options.First; i < options.First + options.Runs; i++)
        {
            var random = new Random(unchecked((options.Seed * RunsPerSeed) + i));
            KilledRun first;
            while (!(first = Start($"run{i}", TimeSpan.FromSeconds(random.NextDouble() * calm.Seconds))).WasKilled)
                Directory.Delete(Path.Combine(folder, $"run{i}"), recursive: true);
            KilledRun second = Start($"run{i}", lifetime: null);
            killed.Add(first);
            bool isEqual = model.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(folder, $"run{i}.onnx")));
            equal += isEqual ? 1 : 0;
            imagesAgain = Math.Max(imagesAgain, first.Done - second.FromCache);
            // A run that has come to its end leaves no state of training: whoever is killed between that and saving trains again.
            if (first.Epochs.Count == calm.Epochs.Count)
                tooLate++;
            else
                epochsAgain = Math.Max(epochsAgain, first.Epochs.Count + second.Epochs.Count - calm.Epochs.Count);
            if (!isEqual)
                Console.WriteLine($"- run {i}, killed in '{first.Phase}' after {first.Epochs.Count} epochs: ANOTHER MODEL");
            Directory.Delete(Path.Combine(folder, $"run{i}"), recursive: true);
            Console.Write('.');
        }

        Print(killed);
        Console.WriteLine($"\n- models equal to that of the run never killed, bit for bit: {equal} of {killed.Count}");
        Console.WriteLine($"- images reported as done before the kill and computed again after it: {imagesAgain} at most");
        Console.WriteLine($"- epochs reported as done before the kill and trained again after it, where some were left to do: {epochsAgain} at most");
        Console.WriteLine($"- killed after the last epoch and before its model was saved, so that fine-tuning was done again: {tooLate}");
        return equal == killed.Count && imagesAgain <= 0 && epochsAgain <= 1;

        KilledRun Start(string name, TimeSpan? lifetime)
        {
            using System.Diagnostics.Process run = KillChild.Start(network, photos, Path.Combine(folder, name), Path.Combine(folder, $"{name}.onnx"));
            return KilledRun.Of(run, lifetime);
        }
    }

    private static void Print(List<KilledRun> killed)
    {
        Console.WriteLine("\n\n| killed in | runs |\n|---|---:|");
        foreach (IGrouping<string, KilledRun> phase in killed.GroupBy(k => k.Phase).OrderByDescending(p => p.Count()))
            Console.WriteLine($"| {(phase.Key.Length == 0 ? "the start of the process" : phase.Key)} | {phase.Count()} |");
    }

    private static void CopyPhotos(string to)
    {
        foreach (string label in Directory.GetDirectories(OwnPictures.Folder))
        {
            string own = Directory.CreateDirectory(Path.Combine(to, Path.GetFileName(label))).FullName;
            foreach (string photo in JpegFiles.In(label).Take(PhotosPerClass))
                File.Copy(photo, Path.Combine(own, Path.GetFileName(photo)));
        }
    }
}
