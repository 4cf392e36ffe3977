using static TorchSharp.torch;

namespace MLTransfer.Training.Torch.Gradients;

/// <summary>
/// The gradient of the weights of a convolution of stride 1, in half of the multiplications: a correlation of its input with the gradient of its
/// output, by Fourier transform along the height (<see cref="RowCorrelation"/>) and directly along the width.
/// </summary>
/// <remarks>
/// All of it is matrix products. By far the largest part are those over channels, one for each product of a correlation and each column of the
/// kernel; the transforms are the rest.
/// </remarks>
internal sealed class FourierWeightGradient : IDisposable
{
    // Measured (docs/measurements.md): with fewer channels, or with fewer images to sum over, the transforms take what the products save.
    private const int FewestChannels = 384;
    private const int FewestImages = 24;
    private const double LargestShare = .75;
    private readonly Dictionary<(long Height, long Kernel, long Padding), CorrelationMatrices> _matrices = [];

    /// <summary>Whether it is faster than Torch's own gradient.</summary>
    /// <param name="input">The shape of the input: [N, C, H, W].</param>
    /// <param name="weight">The shape of the weights: [K, C, R, S].</param>
    /// <param name="padding">The rows and the columns of zeros on each side.</param>
    public static bool IsFaster(long[] input, long[] weight, long[] padding)
        => Math.Min(weight[0], weight[1]) >= FewestChannels
            && input[0] >= FewestImages
            && RowCorrelation.ProductsOf(input[2], padding[0]) <= LargestShare * weight[2] * (input[2] + (2 * padding[0]) - weight[2] + 1);

    /// <summary>The gradient of the weights: [K, C, R, S], channels last in memory.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="outputGradient">[N, K, H', W'].</param>
    /// <param name="kernel">R and S.</param>
    /// <param name="padding">The rows and the columns of zeros on each side of the input.</param>
    public Tensor Of(Tensor input, Tensor outputGradient, long[] kernel, long[] padding)
    {
        using var scope = NewDisposeScope();
        CorrelationMatrices matrices = MatricesOf(input.shape[2], kernel[0], padding[0], input.dtype);
        Tensor images = Transform(matrices.Image, input), gradients = Transform(matrices.Gradient, outputGradient);
        Tensor result = zeros([gradients.shape[3], kernel[0], kernel[1], images.shape[3]], input.dtype, input.device);
        for (long column = 0; column < kernel[1]; column++)
            AddColumn(result.select(2, column), matrices.Weights, images, gradients, column - padding[1]);
        return result.permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (CorrelationMatrices matrices in _matrices.Values)
            matrices.Dispose();
    }

    /// <summary>[N, C, H, W] to [products, W, N, C].</summary>
    private static Tensor Transform(Tensor matrix, Tensor images)
    {
        long[] shape = images.shape;
        return matrix.mm(images.permute(2, 3, 0, 1).reshape(shape[2], -1)).view(-1, shape[3], shape[0], shape[1]);
    }

    /// <summary>Writes one column of the kernel.</summary>
    /// <param name="destination">[K, R, C].</param>
    /// <param name="weights">[R, products].</param>
    /// <param name="images">[products, W, N, C].</param>
    /// <param name="gradients">[products, W', N, K].</param>
    /// <param name="offset">The column of the input that meets the first one of the output.</param>
    private static void AddColumn(Tensor destination, Tensor weights, Tensor images, Tensor gradients, long offset)
    {
        long first = Math.Max(0, -offset), count = Math.Min(gradients.shape[1], images.shape[1] - offset) - first;
        if (count <= 0)
            return;
        Tensor left = Rows(gradients.narrow(1, first, count)), right = Rows(images.narrow(1, first + offset, count));
        Tensor products = left.transpose(1, 2).bmm(right);
        Tensor column = weights.mm(products.view(products.shape[0], -1)).view(weights.shape[0], products.shape[1], products.shape[2]);
        destination.copy_(column.transpose(0, 1));
    }

    private static Tensor Rows(Tensor columns) => columns.reshape(columns.shape[0], -1, columns.shape[3]);

    private CorrelationMatrices MatricesOf(long height, long kernel, long padding, ScalarType precision)
    {
        if (!_matrices.TryGetValue((height, kernel, padding), out CorrelationMatrices? matrices))
        {
            matrices = new CorrelationMatrices(new RowCorrelation((int)height, (int)kernel, (int)padding), precision);
            _matrices.Add((height, kernel, padding), matrices);
        }

        return matrices;
    }
}
