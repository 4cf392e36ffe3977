namespace MLTransfer.Tests.Samples;

/// <summary>Two runs of QuickStart on the same few pictures with the same workspace, for all tests.</summary>
public sealed class QuickStartRuns : IAsyncLifetime
{
    public const int PicturesPerClass = 12;
    private readonly TemporaryFolder _folder = new();

    /// <summary>Class folders and what is in them. One has a name that Spectre would take for a colour, and one for an emoji.</summary>
    public IReadOnlyDictionary<string, string> Classes { get; } =
        new Dictionary<string, string> { ["[red]"] = "bicycle", [":fish:"] = "fish", ["mug"] = "mug" };

    public SampleOutput First { get; private set; } = null!;

    public SampleOutput Second { get; private set; } = null!;

    public string Zip => _folder["out/quickstart.zip"];

    public string Onnx => _folder["out/quickstart.onnx"];

    public string Report => _folder["out/report.html"];

    public string Data => _folder["pictures"];

    public string TemporaryFiles => SampleProcess.TemporaryFolderIn(_folder.Path);

    public async ValueTask InitializeAsync()
    {
        foreach ((string name, string source) in Classes)
            Pictures.Copy(source, Path.Combine(Data, name), PicturesPerClass);
        await File.WriteAllTextAsync(Path.Combine(Data, "mug", "[bad].jpg"), "no image", TestContext.Current.CancellationToken);
        First = await RunAsync();
        Second = await RunAsync();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<SampleOutput> RunAsync()
        => SampleProcess.RunAsync("QuickStart", _folder.Path, "--data", "pictures", "--out", "out", "--workspace", "workspace");
}
