using System.Collections.Concurrent;
using System.Security.Cryptography;
using MLTransfer.Backbones;

namespace MLTransfer.Tests.Backbones.Weights;

/// <summary>A store in a temporary folder, a small file for it, and a server. It does not really wait between attempts.</summary>
internal sealed class TinyStore : IDisposable
{
    public TinyStore(params FileServer.Answer[] answers)
        : this(Content(), answers)
    {
    }

    public TinyStore(byte[] published, params FileServer.Answer[] answers)
    {
        Published = published;
        Server = new FileServer(answers.Length > 0 ? answers : [Answers.Good(published)]);
        File = new WeightFile("tiny.h5", new Uri($"{Server.Root}files/tiny.h5"), Md5Of(published), null, published.Length);
        Options = new WeightStoreOptions { Folder = Folder.Path, Pause = Remember, Progress = new Collector(Reports) };
    }

    public TemporaryFolder Folder { get; } = new();

    /// <summary>What was published.</summary>
    public byte[] Published { get; }

    public FileServer Server { get; }

    public WeightFile File { get; init; }

    public WeightStoreOptions Options { get; init; }

    /// <summary>The pauses that were made.</summary>
    public ConcurrentQueue<TimeSpan> Pauses { get; } = [];

    public List<WeightDownloadProgress> Reports { get; } = [];

    public string Path => Folder[System.IO.Path.Combine("weights", File.Name)];

    public string Part => $"{Path}.part";

    /// <summary>A file of 300,000 bytes that begins as one of HDF5.</summary>
    public static byte[] Content(int seed = 1, int bytes = 300_000)
    {
        var content = new byte[bytes];
        new Random(seed).NextBytes(content);
        byte[] start = [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];
        start.CopyTo(content, 0);
        return content;
    }

#pragma warning disable CA5351 // it is what publishers of weights state
    public static string Md5Of(byte[] content) => Convert.ToHexStringLower(MD5.HashData(content));
#pragma warning restore CA5351

    public static string Sha256Of(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Finds the file in a new store.</summary>
    public string Find(Func<WeightStoreOptions, WeightStoreOptions>? change = null, WeightFile? file = null)
        => new WeightStore(change?.Invoke(Options) ?? Options).Find(file ?? File);

    /// <summary>Finds the file in a new store, unless that is cancelled first.</summary>
    public string FindUntil(CancellationToken cancelled) => new WeightStore(Options).Find(File, cancelled);

    public WeightsException Fail(Func<WeightStoreOptions, WeightStoreOptions>? change = null, WeightFile? file = null)
    {
        var error = Assert.Throws<WeightsException>(() => Find(change, file));
        Assert.Equal((File.Name, (file ?? File).Address), (error.FileName, error.Address));
        foreach (string word in (string[])[error.FileName, error.Address.ToString(), error.Folder, "WeightsPath"])
            Assert.Contains(word, error.Message, StringComparison.Ordinal);
        return error;
    }

    /// <summary>Finds the file, and checks that it is the published one and lies there alone.</summary>
    public void FindsIt(Func<WeightStoreOptions, WeightStoreOptions>? change = null)
    {
        Assert.Equal(Path, Find(change));
        Assert.Equal(Published, System.IO.File.ReadAllBytes(Path));
        Assert.Equal([Path], Files());
    }

    /// <summary>The files in the folder, but for locks.</summary>
    public string[] Files()
    {
        string folder = Folder["weights"];
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)).Order()] : [];
    }

    /// <summary>Waits for what another thread or process does.</summary>
    public static void WaitUntil(Func<bool> holds) => Assert.True(SpinWait.SpinUntil(holds, TimeSpan.FromMinutes(1)));

    public void Put(byte[] content)
    {
        Directory.CreateDirectory(Folder["weights"]);
        System.IO.File.WriteAllBytes(Path, content);
    }

    public void Dispose()
    {
        Server.Dispose();
        Folder.Dispose();
    }

    private Task Remember(TimeSpan pause, CancellationToken cancellationToken)
    {
        Pauses.Enqueue(pause);
        return Task.Delay(1, cancellationToken);
    }

    private sealed class Collector(List<WeightDownloadProgress> reports) : IProgress<WeightDownloadProgress>
    {
        public void Report(WeightDownloadProgress value)
        {
            lock (reports)
                reports.Add(value);
        }
    }
}
