using System.Globalization;
using Microsoft.ML;
using MLTransfer.Benchmarks.Serving;
using MLTransfer.Benchmarks.Table;

namespace MLTransfer.Benchmarks.WebApi;

/// <summary>The sample WebApi under load: how fast it answers, and whether hostile uploads harm others or its memory grows.</summary>
internal static class WebApiLoad
{
    private const string Command = "webapi";
    private const int MostErrorsShown = 5;

    /// <summary>Runs it and writes its section of the document; false where a request went otherwise than it had to.</summary>
    public static bool Run(LoadOptions options)
    {
        string folder = Directory.CreateTempSubdirectory("mltransfer-benchmark-").FullName;
        try
        {
            IDataView labelled = LabelledPhotos.Load(new MLContext(seed: 1), options.Folder, options.Images);
            ServedModel model = ServedModel.Train(labelled, Precision.Float32, Environment.ProcessorCount, folder);
            byte[][] photos = [.. EvenSample.Of(JpegFiles.In(options.Folder), options.Images).Select(File.ReadAllBytes)];
            var runs = new List<LoadRun>();
            foreach (int batch in options.Batches)
            {
                runs.Add(LoadRun.RunAsync(model.Zip, batch, photos, options).GetAwaiter().GetResult());
                Complain(runs[^1]);
            }

            string key = $"{Command} {Path.GetFileName(options.Folder)}";
            BenchmarkTable.Publish(options.Output, new TableSection(key, Describe(runs, photos, options), options.Arguments), Command);
            return runs.All(run => run.Errors.Count == 0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Complain(LoadRun run)
    {
        foreach (string error in run.Errors.Take(MostErrorsShown))
            Console.Error.WriteLine($"batch {run.Batch}: {error}");
    }

    private static string Describe(IReadOnlyList<LoadRun> runs, byte[][] photos, LoadOptions options)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.WriteLine(
            $"{options.Clients} clients on the same machine for {options.Seconds} s with {photos.Length} photos of {Path.GetFileName(options.Folder)}, " +
            $"of {photos.Average(p => p.Length) / 1e3:F0} KB on average; ResNet18 in float32.\n");
        text.WriteLine(
            "| predicted together | photos/s | requests/s | p50, ms | p99, ms | photos | refused uploads | errors | memory after a third, MB " +
            "| at the end, MB | peak, MB |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (LoadRun run in runs)
        {
            text.WriteLine(
                $"| {(run.Batch == 1 ? "each by itself" : $"up to {run.Batch}")} | {run.PhotosPerSecond:F1} | {run.RequestsPerSecond:F1} | {run.Median:F0} " +
                $"| {run.Percentile99:F0} | {run.Photos} | {run.Refused} | {run.Errors.Count} | {run.EarlyMemory / 1e6:F0} | {run.LateMemory / 1e6:F0} " +
                $"| {run.PeakMemory / 1e6:F0} |");
        }

        return text.ToString();
    }
}
