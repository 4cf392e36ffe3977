using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;

namespace MLTransfer.Tests.Extraction;

/// <summary>Extraction in processes that are killed, and in two processes at once. MLTransfer.CrashChild is what they run.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Count = 120;
    private const string NoTensor = "";
    private readonly TemporaryFolder _folder = new();

    public CrashTests()
    {
        File.WriteAllBytes(_folder["tiny.onnx"], TinyNetwork.Create().ToByteArray());
        TinyPhotos.Create(_folder, Count / TinyPhotos.Classes.Count);
    }

    [Theory]
    [InlineData(NoTensor, TinyNetwork.Features)]
    [InlineData("block1", TinyNetwork.Features + 6 * 16 * 16)]
    public void A_killed_run_goes_on_where_it_stopped(string tensor, int floats)
    {
        byte[] undisturbed = RunToTheEnd("calm workspace", "calm", tensor, out _);
        Assert.Equal(Count * floats * sizeof(float), undisturbed.Length);
        long kept = 0;
        for (int kill = 0; kill < 3; kill++)
        {
            using Process child = Start("workspace", "killed", tensor, pause: 20);
            // In the cache are at least the images that the child has reported.
            (long Done, long FromCache) last;
            do
                last = NextReport(child) ?? throw new InvalidOperationException("The child came to its end too soon.");
            while (last.Done < kept + 16);
            child.Kill();
            child.WaitForExit();
            Assert.NotEqual(0, child.ExitCode);
            Assert.InRange(last.FromCache, kept, Count);
            kept = last.Done;
        }

        byte[] resumed = RunToTheEnd("workspace", "resumed", tensor, out long fromCache);
        Assert.InRange(fromCache, kept, Count - 1);
        Assert.Equal(undisturbed, resumed);
        Assert.Equal(undisturbed, RunToTheEnd("workspace", "again", tensor, out fromCache));
        Assert.Equal(Count, fromCache);
    }

    [Theory]
    [InlineData(NoTensor)]
    [InlineData("block1")]
    public void Two_processes_share_a_workspace(string tensor)
    {
        byte[] undisturbed = RunToTheEnd("calm workspace", "calm", tensor, out _);
        using Process one = Start("workspace", "one", tensor, pause: 5), two = Start("workspace", "two", tensor, pause: 5);
        LastReport(one);
        LastReport(two);
        Assert.Equal(undisturbed, File.ReadAllBytes(_folder["one"]));
        Assert.Equal(undisturbed, File.ReadAllBytes(_folder["two"]));
        Assert.Equal(undisturbed, RunToTheEnd("workspace", "after", tensor, out long fromCache));
        Assert.Equal(Count, fromCache);
    }

    public void Dispose() => _folder.Dispose();

    private byte[] RunToTheEnd(string workspace, string output, string tensor, out long fromCache)
    {
        using Process child = Start(workspace, output, tensor, pause: 0);
        fromCache = LastReport(child).FromCache;
        return File.ReadAllBytes(_folder[output]);
    }

    private Process Start(string workspace, string output, string tensor, int pause)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "MLTransfer.CrashChild.dll"));
        foreach (string argument in (string[])["tiny.onnx", "photos", workspace, output])
            start.ArgumentList.Add(_folder[argument]);
        start.ArgumentList.Add(pause.ToString(CultureInfo.InvariantCulture));
        if (tensor != NoTensor)
            start.ArgumentList.Add(tensor);
        return Process.Start(start)!;
    }

    private static (long Done, long FromCache) LastReport(Process child)
    {
        (long Done, long FromCache) last = default;
        while (NextReport(child) is { } report)
            last = report;
        child.WaitForExit();
        Assert.Equal(0, child.ExitCode);
        Assert.Equal(Count, last.Done);
        return last;
    }

    private static (long Done, long FromCache)? NextReport(Process child)
        => child.StandardOutput.ReadLine()?.Split(' ') is [var done, var fromCache]
            ? (long.Parse(done, CultureInfo.InvariantCulture), long.Parse(fromCache, CultureInfo.InvariantCulture))
            : null;
}
