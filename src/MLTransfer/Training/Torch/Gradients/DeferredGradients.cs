using static TorchSharp.torch;

namespace MLTransfer.Training.Torch.Gradients;

/// <summary>
/// Convolutions whose weights get their gradients after the backward pass rather than in it. To Torch their weights are constants; the inputs of
/// these convolutions and the gradients of their outputs are kept until then.
/// </summary>
internal sealed class DeferredGradients : IDisposable
{
    private readonly FourierWeightGradient _gradient = new();
    private readonly List<Convolution> _convolutions = [];

    private sealed record Convolution(Tensor Weight, Tensor Input, Tensor Output, long[] Padding) : IDisposable
    {
        public void Dispose()
        {
            Input.Dispose();
            Output.Dispose();
        }
    }

    /// <summary>Computes a convolution of stride 1.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="weight">[K, C, R, S]: a leaf, whose gradient <see cref="Complete"/> sets.</param>
    /// <param name="bias">[K], or null.</param>
    /// <param name="padding">The rows and the columns of zeros on each side.</param>
    public Tensor Convolve(Tensor input, Tensor weight, Tensor? bias, long[] padding)
    {
        Tensor output = nn.functional.conv2d(input, weight.detach(), null, padding: padding);
        if (output.requires_grad)
            output.retain_grad();
        else
            output.requires_grad_();
        output.DetachFromDisposeScope();
        Tensor kept = input.detach();
        kept.DetachFromDisposeScope();
        _convolutions.Add(new Convolution(weight, kept, output, padding));
        // With the bias in the convolution, Torch would compute the gradients of both.
        return bias is null ? output.alias() : output + bias.view(1, -1, 1, 1);
    }

    /// <summary>
    /// After the backward pass: adds to the gradients of all weights, and forgets the convolutions, also those of passes that it did not go through.
    /// </summary>
    public void Complete()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (Convolution convolution in _convolutions)
        {
            if (convolution.Output.grad is not { } outputGradient)
                continue;
            Tensor gradient = _gradient.Of(convolution.Input, outputGradient, convolution.Weight.shape[2..], convolution.Padding);
            convolution.Weight.grad = convolution.Weight.grad is { } sum ? sum + gradient : gradient;
        }

        Forget();
    }

    public void Dispose()
    {
        Forget();
        _gradient.Dispose();
    }

    private void Forget()
    {
        foreach (Convolution convolution in _convolutions)
            convolution.Dispose();
        _convolutions.Clear();
    }
}
