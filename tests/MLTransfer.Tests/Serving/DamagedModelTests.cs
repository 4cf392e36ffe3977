using System.Diagnostics;
using System.IO.Compression;

namespace MLTransfer.Tests.Serving;

/// <summary>Files that once were classifiers of this library.</summary>
public sealed class DamagedModelTests(TrainedClassifier trained) : IClassFixture<TrainedClassifier>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("zip")]
    [InlineData("onnx")]
    public void A_truncated_file_is_refused_at_any_length(string form)
    {
        byte[] whole = Read(form);
        int step = Math.Max(1, whole.Length / 60);
        foreach (int length in Enumerable.Range(0, whole.Length).Where(n => n % step == 0 || n > whole.Length - 8))
            Assert.False(Loads(whole[..length]), $"the first {length} of {whole.Length} bytes were taken for a classifier");
    }

    [Theory]
    [InlineData("zip", 400)]
    [InlineData("onnx", 400)]
    public void A_mutated_file_is_loaded_or_refused_soon_and_in_little_memory(string form, int mutations)
    {
        byte[] whole = Read(form);
        var random = new Random(20);
        int loaded = 0;
        for (int n = 0; n < mutations; n++)
        {
            long start = Stopwatch.GetTimestamp(), allocated = GC.GetAllocatedBytesForCurrentThread();
            if (Loads(Mutate(whole, random)))
                loaded++;
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 64 << 20);
            Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 60); // no hang, however busy the machine
        }

        Assert.InRange(loaded, 1, mutations - 1);
    }

    [Fact]
    public void A_changed_bit_in_the_network_of_a_zip_is_noticed()
    {
        // Stored rather than compressed, so that the change is a weight and not a broken stream.
        byte[] network = Entry(File.ReadAllBytes(trained.Zip));
        byte[] zip = Store(network);
        Assert.True(Loads(zip));
        for (int at = 0; at < network.Length; at += Math.Max(1, network.Length / 50))
        {
            byte[] changed = [.. zip];
            changed[zip.AsSpan().IndexOf(network) + at] ^= 1;
            Assert.False(Loads(changed), $"the change of byte {at} went unnoticed");
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Whether the bytes make a classifier that works; fails on any error but the one that should come.</summary>
    private bool Loads(byte[] bytes)
    {
        string path = _folder["model"];
        File.WriteAllBytes(path, bytes);
        try
        {
            using var model = ImageClassifier.Load(path);
            Assert.Equal(2, model.PredictMany(trained.Photos.Take(2)).Count());
            Assert.Equal(1, model.Predict(trained.Photos[0]).Scores.Values.Sum(), 1e-3f);
            return true;
        }
        catch (ModelFileException e)
        {
            Assert.Equal(path, e.Path);
            return false;
        }
    }

    private byte[] Read(string form) => File.ReadAllBytes(form == "zip" ? trained.Zip : trained.Onnx);

    private byte[] Store(byte[] network)
    {
        using (ZipArchive zip = ZipFile.Open(_folder["stored.zip"], ZipArchiveMode.Create))
        {
            using Stream entry = zip.CreateEntry("OnnxModel", CompressionLevel.NoCompression).Open();
            entry.Write(network);
        }

        return File.ReadAllBytes(_folder["stored.zip"]);
    }

    private static byte[] Entry(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        using Stream entry = archive.Entries.Single(e => e.Name == "OnnxModel").Open();
        using var bytes = new MemoryStream();
        entry.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static byte[] Mutate(byte[] whole, Random random)
    {
        byte[] bytes = [.. whole];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int at = random.Next(bytes.Length);
            bytes[at] = random.Next(3) switch { 0 => (byte)(bytes[at] ^ (1 << random.Next(8))), 1 => 0xFF, _ => (byte)random.Next(256) };
        }

        return bytes;
    }
}
