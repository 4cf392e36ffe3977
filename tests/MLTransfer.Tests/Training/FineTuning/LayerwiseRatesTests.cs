using MLTransfer.Training.FineTuning;
using MLTransfer.Training.Torch;

namespace MLTransfer.Tests.Training.FineTuning;

public class LayerwiseRatesTests
{
    [Theory]
    [InlineData(.3, 0, .3)]
    [InlineData(.25, .5, .5)]
    [InlineData(.3, 1, 1)]
    [InlineData(1, 0, 1)]
    public void Rates_fall_geometrically_from_the_last_layer_to_the_cut(double lowest, double depth, double scale)
        => Assert.Equal(scale, new LayerwiseRates(lowest).ScaleOf(new TorchWeight("w", null!, true, depth)), 1e-12);

    [Theory]
    [InlineData(0)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_factor_that_is_none_is_refused(double lowest)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new LayerwiseRates(lowest));
}
