namespace MLTransfer.Tests.Samples;

/// <summary>One run of the sample FineTuning on a few pictures, for all tests.</summary>
public sealed class FineTuningRun : IAsyncLifetime
{
    private const int PicturesPerClass = 7;
    private readonly TemporaryFolder _folder = new();

    public static IReadOnlyList<string> Classes { get; } = ["[fish]", "mug"];

    public SampleOutput Output { get; private set; } = null!;

    public string this[string file] => _folder[Path.Combine("out", file)];

    public async ValueTask InitializeAsync()
    {
        foreach (string name in Classes)
            Pictures.Copy(name.Trim('[', ']'), _folder[Path.Combine("pictures", name)], PicturesPerClass);
        await File.WriteAllTextAsync(_folder["pictures/mug/[bad].jpg"], "no image", TestContext.Current.CancellationToken);
        Output = await SampleProcess.RunAsync(
            "FineTuning", _folder.Path, "--data", "pictures", "--out", "out", "--workspace", "workspace", "--epochs", "2", "--augment");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
