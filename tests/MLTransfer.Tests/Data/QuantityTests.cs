using MLTransfer.Data;

namespace MLTransfer.Tests.Data;

public class QuantityTests
{
    [Theory]
    [InlineData(0, "0 images")]
    [InlineData(1, "1 image")]
    [InlineData(2, "2 images")]
    [InlineData(2000, "2,000 images")]
    public void Is_a_number_with_its_word(long count, string text) => Assert.Equal(text, Quantity.Of(count, "image"));
}
