using static TorchSharp.torch;

namespace MLTransfer.Training.Torch.Gradients;

/// <summary>The matrices of a <see cref="RowCorrelation"/> as tensors.</summary>
internal sealed class CorrelationMatrices(RowCorrelation correlation, ScalarType precision) : IDisposable
{
    /// <summary>[products, rows of the image].</summary>
    public Tensor Image { get; } = Create(correlation.Image, precision);

    /// <summary>[products, rows of the gradient].</summary>
    public Tensor Gradient { get; } = Create(correlation.Gradient, precision);

    /// <summary>[rows of the kernel, products].</summary>
    public Tensor Weights { get; } = Transposed(correlation.Weights, precision);

    public void Dispose()
    {
        Image.Dispose();
        Gradient.Dispose();
        Weights.Dispose();
    }

    private static Tensor Create(IReadOnlyList<float[]> rows, ScalarType precision)
    {
        using Tensor matrix = tensor([.. rows.SelectMany(row => row)], [rows.Count, rows[0].Length]);
        Tensor rounded = matrix.to(precision);
        rounded.DetachFromDisposeScope();
        return rounded;
    }

    private static Tensor Transposed(IReadOnlyList<float[]> columns, ScalarType precision)
        => Create([.. Enumerable.Range(0, columns[0].Length).Select(row => columns.Select(column => column[row]).ToArray())], precision);
}
