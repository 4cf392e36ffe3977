using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;

namespace MLTransfer.Benchmarks;

/// <summary>Probes the stages of ResNet18 on photos, and holds what is recommended against what test photos say.</summary>
internal static class StageProbing
{
    public static void Run(RaceOptions options)
    {
        string workspace = Directory.CreateTempSubdirectory("mltransfer-stages-").FullName;
        try
        {
            var ml = new MLContext(seed: 1);
            IDataView photos = ml.Data.LoadFromEnumerable(LabelledPhotos.Pool(ml, options.Folder, options.Images));
            // One pass gives the features of all photos at all places, so that whatever comes after has them in the cache.
            var clock = Stopwatch.StartNew();
            ml.ProbeStages(photos, Backbone.ResNet18, Options(options, workspace));
            string cold = Seconds(clock);
            clock.Restart();
            ml.ProbeStages(photos, Backbone.ResNet18, Options(options, workspace));
            Console.WriteLine($"{photos.GetRowCount()} photos, probed all together in {cold}, again from the cache in {Seconds(clock)}");
            for (int seed = 1; seed <= options.Rounds; seed++)
                RunOnce(photos, options, workspace, seed);
        }
        finally
        {
            Directory.Delete(workspace, recursive: true);
        }
    }

    private static void RunOnce(IDataView photos, RaceOptions options, string workspace, int seed)
    {
        TransferPipeline pipeline = TransferPipeline.FromData(photos).Split(validation: .15, test: .3, seed)
            .Configure(_ => Options(options, workspace));
        StageProbeReport report = pipeline.ProbeStages();
        Console.WriteLine($"\nSplit by seed {seed}: {report}");
        foreach (StageProbe stage in report.Stages)
        {
            using TransferResult result = pipeline.ExtractFeatures(Backbone.ResNet18, stage.Cut, stage.Pooling).Run();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"test accuracy {result.Test.MicroAccuracy:f3} at {stage.Cut ?? "(end)"}, {stage.Pooling}"));
        }
    }

    private static ImageTransferTrainer.Options Options(RaceOptions options, string workspace)
        => new() { WorkspacePath = workspace, Threads = options.Threads, Precision = Precision.Float32 };

    private static string Seconds(Stopwatch clock) => string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:f1} s");
}
