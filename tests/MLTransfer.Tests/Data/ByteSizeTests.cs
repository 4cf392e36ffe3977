using MLTransfer.Data;

namespace MLTransfer.Tests.Data;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(999, "999 bytes")]
    [InlineData(1000, "1.0 KB")]
    [InlineData(100_388, "100.4 KB")]
    [InlineData(999_949, "999.9 KB")]
    [InlineData(999_950, "1.0 MB")]
    [InlineData(1_003_880_000, "1.0 GB")]
    [InlineData(long.MaxValue, "9,223,372.0 TB")]
    public void A_size_is_said_in_the_unit_that_fits(long bytes, string text) => Assert.Equal(text, ByteSize.Describe(bytes));
}
