using System.Diagnostics;
using System.Globalization;

namespace MLTransfer.Benchmarks.Kill;

/// <summary>Feature extraction and fine-tuning of a small network, in a process that is to be killed. Says where it is.</summary>
internal static class KillChild
{
    private const int Epochs = 20;

    /// <summary>Stands before the name of a phase that begins.</summary>
    public const string PhaseBegins = "phase ";

    /// <summary>Stands before the number of an epoch of fine-tuning that is done.</summary>
    public const string EpochEnds = "epoch ";

    /// <summary>Stands before the number of images that a phase has extracted, and how many of them were in the cache.</summary>
    public const string ImagesDone = "images ";

    /// <summary>The phase in which the model is written, which is no phase of the pipeline.</summary>
    public const string Saving = "Save";

    public static void Run(string network, string photos, string workspace, string output)
    {
        using TransferResult result = TransferPipeline.FromFolder(photos)
            .Split(validation: .25, test: .25)
            .Augment(views: 2)
            .ExtractFeatures(Backbone.FromOnnx(network, SmallNetwork.Options))
            .FineTune(f => f.UnfreezeFrom("block").Epochs(Epochs).LearningRate(1e-3f).BatchSize(8).Precision(Precision.Float32))
            .Configure(o => o with { WorkspacePath = workspace, Threads = 2, KeepBest = false })
            .Run(new ConsoleProgress());
        Console.WriteLine(PhaseBegins + Saving);
        result.Model.SaveOnnx(output);
    }

    /// <summary>Begins to do the same in a new process.</summary>
    public static Process Start(string network, string photos, string workspace, string output)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (string argument in (string[])["kill-run", network, photos, workspace, output])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private sealed class ConsoleProgress : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value)
        {
            if (value.Extraction is { } extraction)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ImagesDone}{extraction.Done} {extraction.FromCache}"));
            else if (value.Metrics is null)
                Console.WriteLine(PhaseBegins + value.Phase);
            else if (value.Phase == TransferPhase.FineTune)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{EpochEnds}{value.Metrics.Epoch}"));
        }
    }
}
