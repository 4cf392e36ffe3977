using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;

namespace MLTransfer.Tests.Training.FineTuning;

/// <summary>Fine-tuning in processes that are killed. MLTransfer.CrashChild is what they run.</summary>
public sealed class ResumedProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_killed_run_goes_on_after_its_last_epoch_and_gives_the_same_model_bit_for_bit()
    {
        File.WriteAllBytes(_folder["tiny.onnx"], TinyNetwork.Create().ToByteArray());
        TintedPhotos.Create(_folder, perClass: 8);
        Assert.Equal([1, 2, 3, 4, 5, 6], RunToTheEnd("calm workspace", "calm.onnx"));

        using (Process child = Start("workspace", "killed.onnx", pause: 20_000))
        {
            Assert.Equal("1", child.StandardOutput.ReadLine());
            // It is written while the next epoch trains.
            Assert.True(SpinWait.SpinUntil(() => Checkpoints("workspace").Any(IsWritten), 15_000));
            child.Kill();
            child.WaitForExit();
            Assert.NotEqual(0, child.ExitCode);
        }

        Assert.False(File.Exists(_folder["killed.onnx"]));
        Assert.Single(Checkpoints("workspace"));
        Assert.Equal([2, 3, 4, 5, 6], RunToTheEnd("workspace", "resumed.onnx"));
        Assert.Equal(File.ReadAllBytes(_folder["calm.onnx"]), File.ReadAllBytes(_folder["resumed.onnx"]));
        Assert.Empty(Checkpoints("workspace"));
    }

    private string[] Checkpoints(string workspace)
        => Directory.Exists(_folder[$"{workspace}/checkpoints"]) ? Directory.GetFiles(_folder[$"{workspace}/checkpoints"]) : [];

    // While it is being written, nobody else may open it.
    private static bool IsWritten(string checkpoint)
    {
        try
        {
            using FileStream file = new(checkpoint, FileMode.Open, FileAccess.Read, FileShare.None);
            return file.Length > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private int[] RunToTheEnd(string workspace, string output)
    {
        using Process child = Start(workspace, output, pause: 0);
        var epochs = new List<int>();
        while (child.StandardOutput.ReadLine() is { } line)
            epochs.Add(int.Parse(line, CultureInfo.InvariantCulture));
        child.WaitForExit();
        Assert.Equal(0, child.ExitCode);
        return [.. epochs];
    }

    private Process Start(string workspace, string output, int pause)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardOutput = true };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "MLTransfer.CrashChild.dll"), "finetune"])
            start.ArgumentList.Add(argument);
        foreach (string argument in (string[])["tiny.onnx", "photos", workspace, output])
            start.ArgumentList.Add(_folder[argument]);
        start.ArgumentList.Add(pause.ToString(CultureInfo.InvariantCulture));
        return Process.Start(start)!;
    }
}
