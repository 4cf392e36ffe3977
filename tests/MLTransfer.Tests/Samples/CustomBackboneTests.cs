namespace MLTransfer.Tests.Samples;

public sealed class CustomBackboneTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_takes_features_where_it_is_told()
    {
        foreach (string name in (string[])["bicycle", "fish", "mug"])
            Pictures.Copy(name, _folder[$"pictures/{name}"], count: 8);
        SampleOutput output = await SampleProcess.RunAsync(
            "CustomBackbone", _folder.Path, "--data", "pictures", "--workspace", "workspace", "--cut", "stage4");
        Assert.Equal((0, ""), (output.ExitCode, output.Error));
        Assert.Contains("stage4: 256 x 14 x 14", output.Output);
        Assert.Matches(@"accuracy: [01]\.\d{3} on \d+ pictures", output.Output);
    }

    [Fact]
    public async Task With_nothing_to_measure_by_it_says_so()
    {
        foreach (string name in (string[])["bicycle", "fish"])
            Pictures.Copy(name, _folder[$"few/{name}"], count: 1);
        SampleOutput output = await SampleProcess.RunAsync("CustomBackbone", _folder.Path, "--data", "few", "--workspace", "workspace");
        Assert.Equal((0, ""), (output.ExitCode, output.Error));
        Assert.Contains("nothing says how good the classifier is", output.Output);
    }

    [Theory]
    [InlineData("--preprocessing", "tensorflow", 2, "none, torch, keras, caffe")]
    [InlineData("--onnx", "missing.onnx", 1, "there is no such file")]
    [InlineData("--cut", "stage9", 1, "stage5")]
    public async Task What_is_wrong_is_said(string option, string value, int exitCode, string text)
    {
        SampleOutput output = await SampleProcess.RunAsync("CustomBackbone", _folder.Path, option, value);
        Assert.Contains(text, output.Error);
        Assert.Equal(exitCode, output.ExitCode);
    }
}
