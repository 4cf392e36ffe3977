using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using MLTransfer.Tests.Training.Torch;

namespace MLTransfer.Tests;

/// <summary>Shards that are extracted by processes at once, over one workspace. MLTransfer.CrashChild is what they run.</summary>
[Collection(TorchTests.Name)]
public sealed class ShardedProcessTests : IDisposable
{
    private const int Photos = 60;
    // 42 of the photos are to train, in three versions each.
    private const int Versions = (42 * 3) + 18;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Processes_at_once_share_the_work_without_libtorch_and_the_last_step_computes_nothing()
    {
        File.WriteAllBytes(_folder["tiny.onnx"], TinyNetwork.Create().ToByteArray());
        TinyPhotos.Create(_folder, Photos / TinyPhotos.Classes.Count);
        Process[] children = [.. Enumerable.Range(0, 3).Select(Start)];
        try
        {
            Assert.All(children, c => Assert.Equal("ready", c.StandardOutput.ReadLine()));
            foreach (Process child in children)
                child.StandardInput.WriteLine();
            string[][] said = [.. children.Select(c => c.StandardOutput.ReadLine()!.Split(' '))];
            long[][] counts = [.. said.Select(s => s[..3].Select(n => long.Parse(n, CultureInfo.InvariantCulture)).ToArray())];
            Assert.Equal([Photos, Versions, 0], Enumerable.Range(0, 3).Select(i => counts.Sum(c => c[i])));
            Assert.All(said, s => Assert.Equal("False", s[3]));
            foreach (Process child in children)
            {
                child.WaitForExit();
                Assert.Equal(0, child.ExitCode);
            }
        }
        finally
        {
            foreach (Process child in children)
            {
                child.Kill();
                child.Dispose();
            }
        }

        using TransferResult merged = TransferPipeline.FromFolder(_folder["photos"]).ExtractFeatures(Backbone.FromOnnx(_folder["tiny.onnx"]))
            .Configure(o => o with { WorkspacePath = _folder["workspace"] })
            .Augment(views: 2)
            .FineTune(f => f.UnfreezeFrom("block1").Epochs(1))
            .Run(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((Versions, Versions), (merged.Timings.Sum(t => t.Images), merged.Timings.Sum(t => t.FromCache)));
    }

    private Process Start(int index)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "MLTransfer.CrashChild.dll"), "shard"])
            start.ArgumentList.Add(argument);
        foreach (string argument in (string[])["tiny.onnx", "photos", "workspace"])
            start.ArgumentList.Add(_folder[argument]);
        start.ArgumentList.Add(index.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add("3");
        return Process.Start(start)!;
    }
}
