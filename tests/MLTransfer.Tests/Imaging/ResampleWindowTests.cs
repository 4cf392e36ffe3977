using MLTransfer.Imaging;

namespace MLTransfer.Tests.Imaging;

public class ResampleWindowTests
{
    // torchvision: Resize(256) makes 500 x 375 into 341 x 256; CenterCrop(224) begins at round(58.5) = 58 and round(16.0) = 16.
    [Fact]
    public void Rounds_like_torchvision()
    {
        ResampleWindow window = ResampleWindow.CentreCrop(ResizePolicy.Default, 500, 375);
        Assert.Equal(500.0 / 341, window.X.Scale, 1e-12);
        Assert.Equal(58 * 500.0 / 341, window.X.Start, 1e-9);
        Assert.Equal(375.0 / 256, window.Y.Scale, 1e-12);
        Assert.Equal(16 * 375.0 / 256, window.Y.Start, 1e-9);
        Assert.Equal((224, 224), (window.X.Count, window.Y.Count));
    }

    [Theory]
    [InlineData(500, 375)]
    [InlineData(375, 500)]
    [InlineData(1, 32_768)]
    [InlineData(32_768, 1)]
    [InlineData(1, 1)]
    [InlineData(4, 3)]
    public void Lies_inside_the_image_and_in_its_centre(int width, int height)
    {
        ResampleWindow window = ResampleWindow.CentreCrop(ResizePolicy.Default, width, height);
        foreach (var (axis, length) in new[] { (window.X, width), (window.Y, height) })
        {
            double end = axis.Start + (axis.Scale * axis.Count);
            Assert.InRange(axis.Start, 0, length);
            Assert.InRange(end, axis.Start, length + 1e-9);
            Assert.InRange(Math.Abs(axis.Start - (length - end)) / axis.Scale, 0, 1 + 1e-9); // an output pixel at most
        }
    }

    [Fact]
    public void Mirrors_onto_itself()
    {
        var axis = new ResampleAxis(3.25, 1.5, 7);
        Assert.Equal(axis, axis.Mirrored(40).Mirrored(40));
        Assert.Equal(40 - 3.25 - (1.5 * 7), axis.Mirrored(40).Start);
    }
}
