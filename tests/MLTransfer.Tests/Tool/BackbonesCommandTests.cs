using System.Text.Json;

namespace MLTransfer.Tests.Tool;

public sealed class BackbonesCommandTests(TinyToolData data) : IClassFixture<TinyToolData>
{
    [Fact]
    public void The_list_is_the_catalog_of_the_library()
    {
        ToolOutput output = ToolRunner.Run("backbones", "--json");
        Assert.Equal((0, ""), (output.ExitCode, output.Error));
        JsonElement[] found = [.. output.Json.EnumerateArray()];
        Assert.Equal(Backbone.Catalog.Select(b => b.Name), found.Select(f => f.GetProperty("name").GetString()));
        Assert.Equal(Backbone.Catalog.Select(b => b.Info.Parameters), found.Select(f => f.GetProperty("parameters").GetInt64()));
        Assert.Equal(Backbone.Catalog.Select(WeightStore.Default.PathOf), found.Select(f => f.GetProperty("weightsPath").GetString()));
        string text = ToolRunner.Run("backbones").Out;
        Assert.All(Backbone.Catalog, b => Assert.Matches($@"(?m)^  {b.Name} +[\d,]+ ", text));
        Assert.Matches("ResNet18.* with the tool", text);
    }

    [Fact]
    public void Stages_and_cuts_are_shown_of_an_ONNX_file_too()
    {
        ToolOutput output = ToolRunner.Run("backbones", "show", data.Network, "--json");
        Assert.True(output.ExitCode == 0, output.Error);
        Assert.Contains("block1", output.Json.GetProperty("cuts").EnumerateArray().Select(c => c.GetString()));
        Assert.Contains("cuts: ", ToolRunner.Run("backbones", "show", data.Network).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_weights_that_come_with_the_tool_are_verified_and_need_no_download()
    {
        ToolOutput verified = ToolRunner.Run("backbones", "verify", "resnet18", "--json");
        Assert.True(verified.ExitCode == 0, verified.Error);
        Assert.Equal(JsonValueKind.Null, verified.Json[0].GetProperty("problem").ValueKind);
        ToolOutput download = ToolRunner.Run("backbones", "download", "ResNet18");
        Assert.Contains("ResNet18: its weights come with the tool", download.Out, StringComparison.Ordinal);
    }
}
