using System.Diagnostics;

namespace MLTransfer.Tests.Backbones.Weights;

/// <summary>Several that want one file at once, in threads and in processes. MLTransfer.CrashChild is what the latter run.</summary>
public sealed class SharedFolderTests
{
    private static readonly byte[] Published = TinyStore.Content();

    [Fact]
    public async Task Threads_download_a_file_once()
    {
        using var go = new ManualResetEvent(false);
        using var store = new TinyStore(Answers.After(go, Answers.Good(Published)));
        Task<string>[] all = [.. Enumerable.Range(0, 4).Select(_ => Started(() => store.Find()))];
        // All but the one that downloads come to wait for the lock.
        TinyStore.WaitUntil(() => store.Pauses.Count > 20);
        go.Set();
        Assert.All(await Task.WhenAll(all), path => Assert.Equal(store.Path, path));
        Assert.Single(store.Server.Asks);
    }

    [Fact]
    public void Who_waits_for_another_can_be_cancelled()
    {
        using var store = new TinyStore();
        using FileStream taken = Lock(store);
        using var cancel = new CancellationTokenSource();
        Task waiting = Started(() => store.FindUntil(cancel.Token));
        TinyStore.WaitUntil(() => store.Pauses.Count > 2);
        Assert.False(waiting.IsCompleted);
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => waiting.GetAwaiter().GetResult());
        Assert.Empty(store.Server.Asks);
    }

    [Fact]
    public void Who_failed_leaves_the_lock_to_the_next()
    {
        using var store = new TinyStore(Answers.Error("404"), Answers.Good(Published));
        store.Fail();
        store.FindsIt();
    }

    [Fact]
    public void Two_processes_download_a_file_once()
    {
        using var go = new ManualResetEvent(false);
        using var store = new TinyStore(Answers.After(go, Answers.Good(Published)));
        using Process one = Start(store), two = Start(store);
        Assert.Equal("begins", one.StandardOutput.ReadLine());
        Assert.Equal("begins", two.StandardOutput.ReadLine());
        TinyStore.WaitUntil(() => store.Server.Asks.Length > 0);
        go.Set();
        Assert.Equal(store.Path, LastLine(one));
        Assert.Equal(store.Path, LastLine(two));
        Assert.Single(store.Server.Asks);
        Assert.Equal(Published, File.ReadAllBytes(store.Path));
        Assert.Equal([store.Path], store.Files());
    }

    [Fact]
    public void What_a_killed_process_downloaded_is_continued_by_the_next()
    {
        using var store = new TinyStore(Answers.Good(Published, most: 100_000, stalls: true), Answers.Good(Published));
        using (Process killed = Start(store))
        {
            TinyStore.WaitUntil(() => killed.HasExited || (File.Exists(store.Part) && new FileInfo(store.Part).Length == 100_000));
            killed.Kill();
            killed.WaitForExit();
            Assert.NotEqual(0, killed.ExitCode);
        }

        Assert.False(File.Exists(store.Path));
        store.FindsIt();
        Assert.Equal([null, 100_000], store.Server.Asks.Select(a => a.From));
        // Its lock went with it.
        Assert.Empty(store.Pauses);
    }

    [Fact]
    public void The_environment_names_the_folder_and_forbids_downloads()
    {
        using var store = new TinyStore();
        using (Process offline = Start(store, "1"))
            Assert.Contains("MLTRANSFER_OFFLINE", LastLine(offline), StringComparison.Ordinal);
        Assert.Empty(store.Server.Asks);
        using Process online = Start(store);
        Assert.Equal(store.Path, LastLine(online));
    }

    private static Task<T> Started<T>(Func<T> work)
        => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static FileStream Lock(TinyStore store)
    {
        Directory.CreateDirectory(store.Folder["weights"]);
        return new FileStream($"{store.Path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    private static Process Start(TinyStore store, string offline = "")
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardOutput = true };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "MLTransfer.CrashChild.dll"), "weights",
            store.File.Name, store.File.Address.ToString(), store.File.Md5!, $"{store.File.Bytes}",
        ];
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["MLTRANSFER_HOME"] = store.Folder.Path;
        start.Environment["MLTRANSFER_OFFLINE"] = offline;
        return Process.Start(start)!;
    }

    private static string LastLine(Process process)
    {
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.Trim().Split('\n')[^1];
    }
}
