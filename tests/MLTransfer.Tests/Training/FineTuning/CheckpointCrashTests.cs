using System.Diagnostics;
using System.Globalization;
using MLTransfer.Training.FineTuning;

namespace MLTransfer.Tests.Training.FineTuning;

/// <summary>Checkpoints of processes that are killed while they write. MLTransfer.CrashChild is what they run.</summary>
public sealed class CheckpointCrashTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_killed_process_leaves_a_whole_checkpoint(int epochs)
    {
        string path = _folder["run"];
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardOutput = true };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "MLTransfer.CrashChild.dll"), "checkpoints", path])
            start.ArgumentList.Add(argument);
        using Process child = Process.Start(start)!;
        int reported = 0;
        while (reported < epochs)
            reported = int.Parse(child.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        // It is writing the next one: it does nothing else.
        child.Kill();
        child.WaitForExit();
        Assert.NotEqual(0, child.ExitCode);

        Checkpoint checkpoint = CheckpointFile.Read(path, "key")!;
        Assert.InRange(checkpoint.Epoch, epochs, int.MaxValue);
        Assert.Equal(checkpoint.Epoch, checkpoint.ReadScalars<int>());
        Assert.All(checkpoint.Arrays["values"].Distinct(), x => Assert.Equal(checkpoint.Epoch, x));
    }

    public void Dispose() => _folder.Dispose();
}
