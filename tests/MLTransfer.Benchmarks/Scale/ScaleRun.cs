using System.Diagnostics;
using System.Globalization;

namespace MLTransfer.Benchmarks.Scale;

/// <summary>One extraction, in a process of its own, as the peak of a process's memory never falls.</summary>
/// <param name="Images">How many images were extracted.</param>
/// <param name="Listing">The seconds in which they were listed, compared and split.</param>
/// <param name="Extracting">The seconds in which they were extracted.</param>
/// <param name="PeakBytes">The peak of the memory that the process had in RAM.</param>
/// <param name="AllocatedPerImage">The managed memory, in bytes, that each image cost while the extraction was under way.</param>
/// <param name="LiveBytes">The managed memory, in bytes, that was in use near the end.</param>
internal sealed record ScaleRun(
    long Images, double Listing, double Extracting, long PeakBytes, double AllocatedPerImage, long LiveBytes)
{
    public double ImagesPerSecond => Images / Extracting;

    /// <summary>Extracts all images of a folder, and writes the figures.</summary>
    public static void Run(string folder, string workspace, int threads)
    {
        Backbone backbone = QuickNetwork.Create(workspace);
        var allocations = new SteadyAllocations();
        ExtractionResult result = TransferPipeline.FromFolder(folder).ExtractFeatures(backbone)
            .Configure(o => o with { WorkspacePath = workspace, Threads = threads })
            .Extract(allocations);
        if (result.Computed != result.Images)
            throw new IOException($"Only {result.Computed} of {result.Images} images were computed, so this says nothing.");
        double extracting = result.Timings.Where(t => t.Images > 0).Sum(t => t.Elapsed.TotalSeconds);
        using var process = Process.GetCurrentProcess();
        double[] figures =
            [result.Images, result.Elapsed.TotalSeconds - extracting, extracting, process.PeakWorkingSet64, allocations.PerImage, allocations.Live];
        Console.WriteLine(string.Join(' ', figures.Select(f => f.ToString(CultureInfo.InvariantCulture))));
    }

    /// <summary>Does the same in a new process.</summary>
    /// <exception cref="IOException">It failed.</exception>
    public static ScaleRun Start(string folder, string workspace, int threads)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (string argument in (string[])["scale-run", folder, workspace, threads.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new IOException($"The extraction ended with code {process.ExitCode}.");
        double[] figures = [.. output.Split(' ').Select(f => double.Parse(f, CultureInfo.InvariantCulture))];
        return new ScaleRun((long)figures[0], figures[1], figures[2], (long)figures[3], figures[4], (long)figures[5]);
    }

    /// <summary>Compares what had been allocated when a quarter of the training images were done with what had been at nine tenths.</summary>
    private sealed class SteadyAllocations : IProgress<TransferProgress>
    {
        private (long Images, long Bytes)? _first, _last;

        public long Live { get; private set; }

        public double PerImage => _first is { } first && _last is { } last && last.Images > first.Images
            ? (double)(last.Bytes - first.Bytes) / (last.Images - first.Images)
            : double.NaN;

        public void Report(TransferProgress value)
        {
            if (value is not { Phase: TransferPhase.ExtractTraining, Extraction: { Total: { } total } extraction })
                return;
            if (_first is null && extraction.Done >= total / 4)
                _first = (extraction.Done, GC.GetTotalAllocatedBytes(precise: true));
            else if (_last is null && extraction.Done >= total * 9 / 10)
            {
                _last = (extraction.Done, GC.GetTotalAllocatedBytes(precise: true));
                Live = GC.GetTotalMemory(forceFullCollection: true);
            }
        }
    }
}
