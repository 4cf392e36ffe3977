using MLTransfer.Data;

namespace MLTransfer.Tests.Data;

public class NearestNameTests
{
    private static readonly string[] Names = ["conv1", "layer1", "layer2", "layer3", "layer4", "z.x.x.r.layer4"];

    [Theory]
    [InlineData("layer4", "layer4")]
    [InlineData("Layer3", "layer3")]
    [InlineData("layer_2", "layer2")]
    [InlineData("layr1", "layer1")]
    [InlineData("yaler4", "layer4")]
    [InlineData("laayer4", "layer4")]
    [InlineData("layer9", null)]
    [InlineData("con1", "conv1")]
    [InlineData("z.x.r.layer4", "z.x.x.r.layer4")]
    [InlineData("block5", null)]
    [InlineData("fc", null)]
    [InlineData("", null)]
    public void Is_the_one_with_the_fewest_changes_if_they_are_few(string mistyped, string? name)
        => Assert.Equal(name, NearestName.Of(mistyped, Names));

    [Fact]
    public void Is_none_where_there_are_no_names() => Assert.Null(NearestName.Of("layer4", []));
}
