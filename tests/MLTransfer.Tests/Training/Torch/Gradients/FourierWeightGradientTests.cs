using MLTransfer.Training.Torch;
using MLTransfer.Training.Torch.Gradients;
using static TorchSharp.torch;

namespace MLTransfer.Tests.Training.Torch.Gradients;

/// <summary>Against the gradient that Torch computes itself.</summary>
[Collection(TorchTests.Name)]
public class FourierWeightGradientTests
{
    [Theory]
    [InlineData(7, 7, 3, 3, 1, 1)]
    [InlineData(14, 9, 3, 3, 1, 1)]
    [InlineData(8, 6, 3, 3, 0, 0)]
    [InlineData(9, 5, 5, 5, 2, 2)]
    [InlineData(11, 4, 7, 1, 3, 0)]
    [InlineData(4, 11, 1, 7, 0, 3)]
    [InlineData(6, 2, 3, 5, 1, 2)]
    [InlineData(5, 1, 3, 3, 1, 1)]
    [InlineData(1, 1, 3, 3, 1, 1)]
    [InlineData(5, 6, 2, 4, 2, 1)]
    public void In_float32_it_is_the_gradient(long height, long width, long rows, long columns, long paddingRows, long paddingColumns)
        => Assert.InRange(Error(ScalarType.Float32, [height, width], [rows, columns], [paddingRows, paddingColumns]), 0, 1e-6);

    [Theory]
    [InlineData(7, 7, 3, 1)]
    [InlineData(14, 14, 3, 1)]
    [InlineData(17, 17, 7, 3)]
    public void In_bfloat16_it_is_that_up_to_the_rounding_of_its_steps(long height, long width, long kernel, long padding)
        => Assert.InRange(Error(ScalarType.BFloat16, [height, width], [kernel, kernel], [padding, padding]), 1e-4, 1e-2);

    [Fact]
    public void The_same_object_serves_convolutions_of_any_shapes()
    {
        TorchRuntime.Load();
        using var gradient = new FourierWeightGradient();
        for (int round = 0; round < 2; round++)
        {
            Assert.InRange(Error(gradient, ScalarType.Float32, [7, 7], [3, 3], [1, 1]), 0, 1e-6);
            Assert.InRange(Error(gradient, ScalarType.Float32, [7, 7], [3, 3], [0, 0]), 0, 1e-6);
            Assert.InRange(Error(gradient, ScalarType.Float32, [9, 7], [3, 3], [1, 1]), 0, 1e-6);
        }
    }

    [Theory]
    [InlineData(32, 512, 512, 7, 7, 3, 1, true)]
    [InlineData(32, 384, 448, 8, 8, 3, 1, true)]
    [InlineData(8, 512, 512, 7, 7, 3, 1, false)] // few images to sum over
    [InlineData(32, 256, 512, 7, 7, 3, 1, false)] // few channels
    [InlineData(32, 512, 512, 7, 7, 1, 0, false)] // nothing to save
    public void It_is_used_where_it_is_faster(
        long images, long channels, long outputs, long height, long width, long kernel, long padding, bool expected)
        => Assert.Equal(expected, FourierWeightGradient.IsFaster(
            [images, channels, height, width], [outputs, channels, kernel, kernel], [padding, padding]));

    private static double Error(ScalarType precision, long[] size, long[] kernel, long[] padding)
    {
        TorchRuntime.Load();
        using var gradient = new FourierWeightGradient();
        return Error(gradient, precision, size, kernel, padding);
    }

    /// <summary>The length of the difference, relative to that of the gradient.</summary>
    private static double Error(FourierWeightGradient gradient, ScalarType precision, long[] size, long[] kernel, long[] padding)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(3);
        Tensor input = rand(4, 6, size[0], size[1]).to(precision);
        Tensor weight = zeros(5, 6, kernel[0], kernel[1], ScalarType.Float64).requires_grad_();
        Tensor output = nn.functional.conv2d(input.to(ScalarType.Float64), weight, padding: padding);
        Tensor outputGradient = randn(output.shape).to(precision);
        output.backward([outputGradient.to(ScalarType.Float64)]);

        Tensor actual = gradient.Of(input, outputGradient, kernel, padding);
        Assert.Equal(weight.shape, actual.shape);
        Assert.Equal(precision, actual.dtype);
        Tensor expected = weight.grad!;
        return ((actual.to(ScalarType.Float64) - expected).norm() / expected.norm()).item<double>();
    }
}
