using MLTransfer.Networks;
using MLTransfer.Training.Torch;
using Onnx;
using static TorchSharp.torch;

namespace MLTransfer.Tests.Training.Torch.Gradients;

/// <summary>Networks whose convolutions get the gradients of their weights after the backward pass, against the same networks in float32.</summary>
[Collection(TorchTests.Name)]
public class DeferredGradientsTests
{
    // The fewest for which it pays.
    private const long Channels = 384;
    private const long Images = 24;
    private const long Size = 6;

    [Fact]
    public void Gradients_are_those_of_float32_up_to_rounding()
        => AssertGradients(Network(sharesWeights: false), ["first", "first.bias", "second"]);

    [Fact]
    public void A_weight_of_two_convolutions_gets_the_sum_of_both() => AssertGradients(Network(sharesWeights: true), ["first", "first.bias"]);

    [Fact]
    public void They_are_there_after_the_backward_pass_and_only_in_training_in_bfloat16()
    {
        using TorchNetwork network = Create(Network(sharesWeights: false), ScalarType.BFloat16);
        using var scope = NewDisposeScope();
        Tensor input = Input();

        network.Forward(input, training: false, ScalarType.BFloat16).square().sum().backward();
        Assert.NotNull(Weight(network, "second").Gradient);
        Weight(network, "second").Gradient = null;

        network.Forward(input, training: true, ScalarType.BFloat16).square().sum().backward();
        Assert.Null(Weight(network, "second").Gradient);
        network.Backward(network.Forward(input, training: true, ScalarType.BFloat16).square().sum());
        Assert.NotNull(Weight(network, "second").Gradient);
    }

    [Fact]
    public void Two_passes_before_one_backward_pass_both_count()
    {
        using TorchNetwork network = Create(Network(sharesWeights: false), ScalarType.BFloat16);
        using var scope = NewDisposeScope();
        Tensor input = Input();
        network.Backward(network.Forward(input, training: true, ScalarType.BFloat16).square().sum());
        Tensor once = Weight(network, "first").Gradient!.to(ScalarType.Float32);
        Weight(network, "first").Gradient = null;

        Tensor one = network.Forward(input, training: true, ScalarType.BFloat16), other = network.Forward(input, training: true, ScalarType.BFloat16);
        network.Forward(input, training: false, ScalarType.BFloat16);
        network.Backward(one.square().sum() + other.square().sum());
        Tensor twice = Weight(network, "first").Gradient!.to(ScalarType.Float32);
        Assert.InRange(((twice - (once * 2)).norm() / twice.norm()).item<float>(), 0, 1e-2);
    }

    [Fact]
    public void A_pass_that_nobody_follows_leaves_nothing_behind()
    {
        TorchRuntime.Load();
        long before = TorchSharp.torch.Tensor.TotalCount;
        using (TorchNetwork network = Create(Network(sharesWeights: false), ScalarType.BFloat16))
        {
            using var scope = NewDisposeScope();
            Tensor input = Input();
            network.Forward(input, training: true, ScalarType.BFloat16);
            network.Backward(network.Forward(input, training: true, ScalarType.BFloat16).sum());
            network.Forward(input, training: true, ScalarType.BFloat16);
            foreach (TorchWeight weight in network.Weights)
                weight.Gradient = null;
        }

        Assert.Equal(before, TorchSharp.torch.Tensor.TotalCount);
    }

    private static void AssertGradients(ModelProto model, string[] names)
    {
        using TorchNetwork exact = Create(model, ScalarType.Float32), rounded = Create(model, ScalarType.BFloat16);
        using var scope = NewDisposeScope();
        Tensor input = Input();
        exact.Backward(Objective(exact.Forward(input, training: true, ScalarType.Float32)));
        rounded.Backward(Objective(rounded.Forward(input, training: true, ScalarType.BFloat16)));
        Assert.Equal(names, exact.Weights.Select(w => w.Name));
        foreach (string name in names)
        {
            Tensor expected = Weight(exact, name).Gradient!, actual = Weight(rounded, name).Gradient!.to(ScalarType.Float32);
            Assert.Equal(expected.shape, actual.shape);
            Assert.InRange(((actual - expected).norm() / expected.norm()).item<float>(), 1e-5, 2e-2);
        }

        // Both signs in it, so that no sum is all.
        static Tensor Objective(Tensor output) => (output * (arange(output.shape[1]).remainder(7) - 3).view(1, -1, 1, 1)).sum();
    }

    private static TorchNetwork Create(ModelProto network, ScalarType precision) => new(network, "input", "output", CPU, precision: precision);

    private static TorchWeight Weight(TorchNetwork network, string name) => network.Weights.Single(w => w.Name == name);

    private static Tensor Input()
    {
        random.manual_seed(4);
        return randn(Images, Channels, Size, Size);
    }

    private static ModelProto Network(bool sharesWeights)
    {
        var sketch = new OperatorSketch();
        AttributeProto pads = GraphElements.Attribute("pads", [1, 1, 1, 1]);
        string first = sketch.Floats("first", Channels, Channels, 3, 3);
        sketch.Node("Conv", ["input", first, sketch.Floats("first.bias", Channels)], "convolved", pads);
        sketch.Node("Tanh", [sketch.Node("Mul", ["convolved", sketch.Scalar("scale", .01f)], "scaled").Output[0]], "bent");
        sketch.Node("Conv", ["bent", sharesWeights ? first : sketch.Floats("second", Channels, Channels, 3, 3)], "output", pads);
        return sketch.Build(Channels, Size, Size);
    }
}
