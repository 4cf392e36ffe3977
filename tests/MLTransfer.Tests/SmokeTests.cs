namespace MLTransfer.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void Default_short_side_is_256() => Assert.Equal(256, ResizePolicy.Default.ShortSide);
}
