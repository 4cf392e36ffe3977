namespace MLTransfer.Benchmarks.Scale;

/// <summary>Extraction of ever more images: whether its memory stays flat, and what becomes of its speed.</summary>
internal static class ScaleTest
{
    /// <summary>
    /// What an image may add to the peak of memory, in bytes. Nothing of an image itself stays; but its path is listed, its content hashed, its class
    /// and part noted, and the place of its features in the cache known.
    /// </summary>
    private const int MostBytesAnImage = 1_500;

    private const double Megabyte = 1e6;

    /// <summary>Runs it and prints a table; false where memory is not flat.</summary>
    public static bool Run(ScaleOptions options)
    {
        Console.WriteLine(MachineDescription.Describe());
        Console.WriteLine(
            $"- JPEG files made of {options.Folder}, each with a comment of its own; a network that costs next to nothing; {options.Threads} threads\n");
        Console.WriteLine(
            "| images | list and split, s | extract, s | images/s | allocated an image, bytes | managed memory in use, MB " +
            "| peak memory, MB |\n|---:|---:|---:|---:|---:|---:|---:|");
        var runs = new List<ScaleRun>();
        foreach (int size in options.Sizes)
        {
            runs.Add(Measure(options, size));
            ScaleRun run = runs[^1];
            Console.WriteLine(
                $"| {run.Images:N0} | {run.Listing:F1} | {run.Extracting:F1} | {run.ImagesPerSecond:N0} | {run.AllocatedPerImage:N0} " +
                $"| {run.LiveBytes / Megabyte:N1} | {run.PeakBytes / Megabyte:N0} |");
        }

        return runs.Count < 2 || IsFlat(runs[0], runs[^1]);
    }

    private static ScaleRun Measure(ScaleOptions options, int size)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mltransfer-scale-");
        try
        {
            string photos = Path.Combine(folder.FullName, "photos"), workspace = folder.CreateSubdirectory("workspace").FullName;
            ManyPhotos.Write(options.Folder, photos, size);
            return ScaleRun.Start(photos, workspace, options.Threads);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool IsFlat(ScaleRun least, ScaleRun most)
    {
        double perImage = (double)(most.PeakBytes - least.PeakBytes) / (most.Images - least.Images);
        bool isFlat = perImage <= MostBytesAnImage;
        string verdict = isFlat ? "within" : "MORE THAN";
        Console.WriteLine($"\nmemory: {perImage:N0} bytes for each image more, {verdict} the limit of {MostBytesAnImage:N0}");
        return isFlat;
    }
}
