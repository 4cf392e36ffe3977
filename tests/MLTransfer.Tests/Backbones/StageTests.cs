using MLTransfer.Tests.Networks;

namespace MLTransfer.Tests.Backbones;

public class StageTests
{
    private static Backbone Tiny(TemporaryFolder folder, params (string Name, string Tensor)[] stages)
        => OnnxFile.Write(folder, TinyNetwork.Create(), new BackboneOptions
        {
            Name = "Tiny",
            Stages = stages.Length == 0 ? null : [.. stages.Select(s => KeyValuePair.Create(s.Name, s.Tensor))],
        });

    [Fact]
    public void End_at_the_last_cut_of_each_resolution()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(
            ["stage1 block1 6x16x16", "stage2 block2 12x8x8"],
            Tiny(folder).Stages.Select(s => $"{s.Name} {s.Tensor} {string.Join('x', s.Shape)}"));
    }

    [Fact]
    public void Follow_one_another_where_a_resolution_comes_back()
    {
        var sketch = new NetworkSketch();
        sketch.ConvRelu(sketch.ConvRelu("input", "fine", 3, 4), "coarse", 4, 6, stride: 2);
        sketch.Node("ConvTranspose", ["coarse", sketch.Weights("up.weights", 6, 4, 2, 2)], "up", MLTransfer.Networks.GraphElements.Attribute("strides", [2L, 2L]));
        sketch.ConvRelu("up", "fine.again", 4, 4);
        using var folder = new TemporaryFolder();
        Assert.Equal("fine.again", Assert.Single(OnnxFile.Write(folder, sketch.Build("fine.again")).Stages).Tensor);
    }

    [Fact]
    public void Can_be_given()
    {
        using var folder = new TemporaryFolder();
        Backbone backbone = Tiny(folder, ("stem", "conv1"), ("body", "block2"), ("pool", "output"));
        Assert.Equal(
            ["stem conv1 6x16x16", "body block2 12x8x8", "pool output 12"],
            backbone.Stages.Select(s => $"{s.Name} {s.Tensor} {string.Join('x', s.Shape)}"));
        Assert.Equal("block2", backbone.FindCut("body"));
    }

    [Theory]
    [InlineData("block1.inner")]
    [InlineData("conv1.weights")]
    [InlineData("nowhere")]
    public void Cannot_end_where_not_every_path_crosses(string tensor)
    {
        using var folder = new TemporaryFolder();
        string message = Assert.Throws<BackboneException>(() => Tiny(folder, ("stem", "conv1"), ("odd", tensor)).Stages).Message;
        Assert.Contains($"Tiny: the stage 'odd' cannot end at '{tensor}'", message);
        Assert.Contains("conv1.conv, conv1, block1, block2.conv, block2, pooled, output.", message);
    }

    [Theory]
    [InlineData("block2", "conv1")]
    [InlineData("conv1", "conv1")]
    public void Are_given_from_input_to_output(string first, string second)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("from input to output", Assert.Throws<BackboneException>(() => Tiny(folder, ("a", first), ("b", second)).Stages).Message);
    }

    [Fact]
    public void Do_not_share_a_name()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("'a'", Assert.Throws<BackboneException>(() => Tiny(folder, ("a", "conv1"), ("a", "block2")).Stages).Message);
    }

    [Fact]
    public void Are_listed_where_a_cut_does_not_exist()
    {
        using var folder = new TemporaryFolder();
        Backbone backbone = Tiny(folder);
        Assert.Equal("block1", backbone.FindCut("stage1"));
        Assert.Equal("conv1", backbone.FindCut("conv1"));
        string message = Assert.Throws<BackboneException>(() => backbone.FindCut("layer9")).Message;
        Assert.Contains("Tiny: it cannot be cut at 'layer9'. Stages: stage1, stage2.", message);
        Assert.Contains("conv1.conv, conv1, block1, block2.conv, block2, pooled, output.", message);
        // Not every path crosses it, but it has features.
        Assert.Equal("block1.inner", backbone.FindCut("block1.inner"));
        Assert.Equal([6, 16, 16], backbone.ShapeOf("block1.inner")!);
        Assert.Contains(
            "Did you mean 'stage1'? Stages: stage1, stage2.", Assert.Throws<BackboneException>(() => backbone.FindCut("stgae1")).Message,
            StringComparison.Ordinal);
    }
}
