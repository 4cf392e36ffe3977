namespace MLTransfer.Tests.Samples;

public class BackbonesTests
{
    [Fact]
    public async Task Its_table_is_the_one_in_the_documentation()
    {
        using var empty = new TemporaryFolder();
        SampleOutput output = await SampleProcess.RunAsync("Backbones", empty.Path);
        Assert.Equal((0, ""), (output.ExitCode, output.Error));
        Assert.All(Backbone.Catalog, b => Assert.Contains($"| {b.Name} |", output.Output));
        string documentation = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "backbones.md"), TestContext.Current.CancellationToken);
        Assert.Contains(output.Output.ReplaceLineEndings("\n").Trim(), documentation.ReplaceLineEndings("\n"));
    }
}
