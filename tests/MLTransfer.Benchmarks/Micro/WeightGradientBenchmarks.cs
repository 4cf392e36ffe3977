using BenchmarkDotNet.Attributes;
using MLTransfer.Training.Torch;
using MLTransfer.Training.Torch.Gradients;
using static TorchSharp.torch;

namespace MLTransfer.Benchmarks.Micro;

/// <summary>The gradient of the weights of a 3x3 convolution in bfloat16, by Torch and by Fourier transform.</summary>
public class WeightGradientBenchmarks
{
    private static readonly long[] Kernel = [3, 3];
    private static readonly long[] Padding = [1, 1];
    private static readonly FourierWeightGradient Gradient = new();

    private Tensor? _input;
    private Tensor? _weight;
    private Tensor? _output;
    private Tensor? _outputGradient;

    /// <summary>Of the input and the output.</summary>
    [Params(256, 384, 512)]
    public long Channels { get; set; }

    /// <summary>The height and the width.</summary>
    [Params(7, 14)]
    public long Size { get; set; }

    [Params(8, 32)]
    public long Images { get; set; }

    [GlobalSetup]
    public void Draw()
    {
        TorchRuntime.Load();
        set_num_threads(Environment.ProcessorCount);
        _input = Random(Images, Size, Size, Channels);
        _weight = Random(Channels, 3, 3, Channels).requires_grad_();
        _output = nn.functional.conv2d(_input, _weight, padding: Padding);
        _outputGradient = Random(Images, Size, Size, Channels);
    }

    [Benchmark(Baseline = true)]
    public void Torch()
    {
        _output!.backward([_outputGradient!], retain_graph: true);
        _weight!.grad = null;
    }

    [Benchmark]
    public void Fourier()
    {
        using var noGradient = no_grad();
        Gradient.Of(_input!, _outputGradient!, Kernel, Padding).Dispose();
    }

    [GlobalCleanup]
    public void Free()
    {
        foreach (Tensor? tensor in (Tensor?[])[_input, _weight, _output, _outputGradient])
            tensor?.Dispose();
    }

    /// <summary>[N, C, H, W], channels last in memory.</summary>
    private static Tensor Random(long images, long height, long width, long channels)
        => randn(images, height, width, channels).to(ScalarType.BFloat16).permute(0, 3, 1, 2).detach();
}
