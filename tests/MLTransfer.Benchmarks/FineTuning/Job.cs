using System.Diagnostics;
using Microsoft.ML;

namespace MLTransfer.Benchmarks.FineTuning;

/// <summary>Feature extraction and fine-tuning as a user runs them, in a process of its own, so that its time and memory are theirs alone.</summary>
internal static class Job
{
    private const double Megabyte = 1e6;

    /// <summary>Runs it and prints what it took; false where it took more memory than it may.</summary>
    public static bool Run(JobOptions options)
    {
        var contention = new ContentionMeter();
        var ml = new MLContext(seed: 1);
        var frozenPart = new FrozenPartMessage(ml);
        TransferPipeline pipeline = TransferPipeline.FromData(LabelledPhotos.Load(ml, options.Folder, options.Images))
            .WithContext(ml)
            .Split(options.Validation, options.Test, options.Seed)
            .ExtractFeatures(options.Backbone)
            .Configure(o => o with
            {
                Cut = options.Cut,
                Precision = options.Precision,
                TrainingPrecision = options.Training,
                KeepBest = !options.KeepsTuned,
                Seed = options.Seed,
            });
        if (options.Epochs > 0)
            pipeline = pipeline.FineTune(f => f.UnfreezeFrom(options.UnfreezeFrom).Epochs(options.Epochs));
        using TransferResult result = pipeline.Run();
        Console.WriteLine($"photos: {result.Split}");
        foreach (PhaseTiming phase in result.Timings)
        {
            string speed = phase.Images > 0 ? $"  {phase.Images} images, {phase.FromCache} from the cache, {phase.ImagesPerSecond:F1} images/s" : "";
            Console.WriteLine($"phase {phase.Phase,-18} {phase.Elapsed.TotalSeconds,7:F2} s{speed}");
        }

        if (frozenPart.Last is { } arithmetic)
            Console.WriteLine(arithmetic);
        foreach (ImageTransferMetrics epoch in result.FineTuning?.Epochs ?? [])
            Console.WriteLine(epoch);
        if (result.FineTuning is { } tuning)
            Console.WriteLine(tuning);
        Console.WriteLine($"validation accuracy: {Describe(result.HasValidation ? result.Validation : null)}");
        Console.WriteLine($"test accuracy: {Describe(result.HasTest ? result.Test : null)}");
        if (contention.OtherCores() is { } others)
            Console.WriteLine($"cores busy with other processes: {others:F2}");
        return WriteMemory(options.MemoryLimit);
    }

    private static string Describe(ClassifierMetrics? metrics)
        => metrics is null ? "none" : $"{metrics.MicroAccuracy:F4} of {metrics.ImageCount} photos, log loss {metrics.LogLoss:F4}";

    private static bool WriteMemory(long? limit)
    {
        using var process = Process.GetCurrentProcess();
        long peak = process.PeakWorkingSet64;
        bool isWithin = limit is null || peak <= limit;
        string verdict = limit is null ? "" : $", {(isWithin ? "within" : "MORE THAN")} the limit of {limit / Megabyte:F0} MB";
        Console.WriteLine($"peak memory: {peak / Megabyte:F0} MB{verdict}");
        return isWithin;
    }
}
