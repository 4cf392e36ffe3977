using System.Diagnostics;
using System.Globalization;
using MLTransfer;

/// <summary>
/// Extracts a shard of what fine-tuning of the tiny network needs. Says that it is ready and waits for a line, so that several begin together; then
/// "images computed from-cache", and whether libtorch was loaded.
/// </summary>
internal static class ShardExtractor
{
    public static void Run(string network, string photos, string workspace, string index, string count)
    {
        TransferPipeline pipeline = TransferPipeline.FromFolder(photos).ExtractFeatures(Backbone.FromOnnx(network))
            .Configure(o => o with { WorkspacePath = workspace, BatchSize = 2, Threads = 2 })
            .Augment(views: 2)
            .FineTune(f => f.UnfreezeFrom("block1"))
            .Shard(int.Parse(index, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture));
        Console.WriteLine("ready");
        Console.ReadLine();
        ExtractionResult result = pipeline.Extract();
        using var process = Process.GetCurrentProcess();
        bool hasTorch = process.Modules.Cast<ProcessModule>().Any(m => m.ModuleName.Contains("torch", StringComparison.OrdinalIgnoreCase)
            && !m.ModuleName.EndsWith(".dll", StringComparison.Ordinal));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Images} {result.Computed} {result.FromCache} {hasTorch}"));
    }
}
