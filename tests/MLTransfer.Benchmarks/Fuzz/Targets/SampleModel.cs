using System.IO.Compression;
using Google.Protobuf;

namespace MLTransfer.Benchmarks.Fuzz.Targets;

/// <summary>A trained classifier as files, the same whenever it is trained.</summary>
internal static class SampleModel
{
    // The times in a .zip would make every run another one.
    private static readonly DateTimeOffset Midnight = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Zip(string folder)
    {
        using var source = new ZipArchive(new MemoryStream(Saved(folder, "zip")), ZipArchiveMode.Read);
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ZipArchiveEntry entry in source.Entries)
            {
                ZipArchiveEntry copy = zip.CreateEntry(entry.FullName);
                copy.LastWriteTime = Midnight;
                using Stream from = entry.Open(), to = copy.Open();
                from.CopyTo(to);
            }
        }

        return bytes.ToArray();
    }

    public static byte[] Onnx(string folder) => Saved(folder, "onnx");

    /// <summary>The network with a trained classifier, which is made once for all processes that work in the folder.</summary>
    private static byte[] Saved(string folder, string form)
    {
        string path = Path.Combine(folder, $"model.{form}");
        if (!File.Exists(path))
            Train(folder);
        return File.ReadAllBytes(path);
    }

    private static void Train(string folder)
    {
        string network = Path.Combine(folder, "small.onnx");
        File.WriteAllBytes(network, SmallNetwork.Create().ToByteArray());
        using TransferResult result = TransferPipeline.FromFolder(OwnPictures.Folder)
            .ExtractFeatures(Backbone.FromOnnx(network, SmallNetwork.Options))
            .Configure(o => o with { Cache = false, Threads = 1 })
            .Run();
        result.Model.Save(Path.Combine(folder, "model.zip"));
        result.Model.SaveOnnx(Path.Combine(folder, "model.onnx"));
    }
}
