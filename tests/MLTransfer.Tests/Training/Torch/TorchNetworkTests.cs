using Google.Protobuf;
using MLTransfer.Networks;
using MLTransfer.Tests.Networks;
using MLTransfer.Training.Torch;
using Onnx;
using static TorchSharp.torch;

namespace MLTransfer.Tests.Training.Torch;

[Collection(TorchTests.Name)]
public class TorchNetworkTests
{
    private static readonly long[] TinyCut = [6, 16, 16];
    private static readonly long[] TransformerCut = [TransformerSketch.Tokens, TransformerSketch.Width];

    public TorchNetworkTests() => TorchRuntime.Load();

    /// <summary>Networks with a cut: name, the shape there.</summary>
    public static TheoryData<string> Networks => ["tiny", "transformer", "ResNet18"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Computes_what_the_runtime_computes(string name)
    {
        (ModelProto network, string cut, long[] shape) = Find(name);
        string output = network.Graph.Output[0].Name;
        byte[] above = NetworkSlice.Above(network, cut, shape, output).ToByteArray();
        using var torchNetwork = new TorchNetwork(network, cut, output, CPU);
        for (int seed = 1; seed <= 4; seed++)
        {
            using var scope = NewDisposeScope();
            (float[] values, Tensor activations) = Activations(shape, seed);
            Output expected = NetworkRun.Of(above, values, [2, .. shape.Select(d => (int)d)])[0];
            Tensor result = torchNetwork.Forward(activations, training: true, ScalarType.Float32);
            Assert.Equal(expected.Shape, result.shape.Select(d => (int)d));
            Numbers.AssertClose(expected.Values, result.data<float>().ToArray(), 1e-4);
        }
    }

    [Theory]
    [InlineData("tiny")]
    [InlineData("transformer")]
    public void Gradients_are_finite_differences(string name)
    {
        (ModelProto network, string cut, long[] shape) = Find(name);
        string output = network.Graph.Output[0].Name;
        ModelProto above = NetworkSlice.Above(network, cut, shape, output);
        using var torchNetwork = new TorchNetwork(network, cut, output, CPU);
        float[] input = Activations(shape, seed: 5).Values;
        int outputs = NetworkRun.Of(above.ToByteArray(), input, [2, .. shape.Select(d => (int)d)])[0].Values.Length;
        // The slope of a relu jumps: a small step crosses few jumps.
        TorchAgreement.AssertGradients(above, torchNetwork, input, [2, .. shape], outputs, step: 1e-3f);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void What_learns_changes_and_nothing_else_does(string name)
    {
        (ModelProto network, string cut, long[] shape) = Find(name);
        string output = network.Graph.Output[0].Name;
        using var torchNetwork = new TorchNetwork(network, cut, output, CPU);
        IReadOnlyDictionary<string, float[]> before = torchNetwork.ReadWeights();
        StepDownhill(torchNetwork, shape);
        IReadOnlyDictionary<string, float[]> after = torchNetwork.ReadWeights();

        Dictionary<string, TensorProto> old = Constants(network), now = Constants(WeightReplacement.Apply(network, after));
        Assert.Equal(old.Keys.Order(), now.Keys.Order());
        foreach (string constant in old.Keys)
        {
            if (after.TryGetValue(constant, out float[]? values))
            {
                Assert.Equal(before[constant], TensorValues.Floats(old[constant]));
                Assert.Equal(values, TensorValues.Floats(now[constant]));
                Assert.NotEqual(before[constant], values);
            }
            else
            {
                Assert.Equal(old[constant], now[constant]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void BFloat16_computes_nearly_the_same_and_learns_in_float32(string name)
    {
        (ModelProto network, string cut, long[] shape) = Find(name);
        using var torchNetwork = new TorchNetwork(network, cut, network.Graph.Output[0].Name, CPU);
        using var scope = NewDisposeScope();
        Tensor activations = Activations(shape, seed: 2).Tensor;
        Tensor exact = torchNetwork.Forward(activations, training: true, ScalarType.Float32);
        Tensor rounded = torchNetwork.Forward(activations, training: true, ScalarType.BFloat16);
        Assert.Equal(ScalarType.Float32, rounded.dtype);
        Assert.InRange(Cosine(exact, rounded), 0.999, 0.99999999);

        exact.square().sum().backward();
        Tensor[] gradients = [.. torchNetwork.Weights.Select(w => w.Values.grad!)];
        foreach (TorchWeight weight in torchNetwork.Weights)
            weight.Values.grad = null;
        rounded.square().sum().backward();
        foreach ((TorchWeight weight, Tensor gradient) in torchNetwork.Weights.Zip(gradients))
        {
            Assert.Equal(ScalarType.Float32, weight.Values.dtype);
            Assert.Equal(ScalarType.Float32, weight.Values.grad!.dtype);
            // The bias of a key shifts all scores alike, which the softmax does not feel: its gradient is nothing but rounding.
            if (weight.Name != "key.bias")
                Assert.True(Cosine(gradient, weight.Values.grad!) > 0.98, $"The gradient of '{weight.Name}' is another in bfloat16.");
        }

        static double Cosine(Tensor a, Tensor b)
            => ((a * b).sum() / (a.norm() * b.norm())).item<float>();
    }

    [Fact]
    public void Weights_can_be_set_to_what_they_were()
    {
        using var torchNetwork = new TorchNetwork(TinyNetwork.Create(), "conv1", "output", CPU);
        IReadOnlyDictionary<string, float[]> before = torchNetwork.ReadWeights();
        using var scope = NewDisposeScope();
        Tensor activations = Activations(TinyCut, seed: 1).Tensor;
        float[] expected = torchNetwork.Forward(activations, training: false, ScalarType.Float32).data<float>().ToArray();
        StepDownhill(torchNetwork, TinyCut);
        Assert.NotEqual(expected, torchNetwork.Forward(activations, training: false, ScalarType.Float32).data<float>().ToArray());
        torchNetwork.WriteWeights(before);
        Assert.Equal(expected, torchNetwork.Forward(activations, training: false, ScalarType.Float32).data<float>().ToArray());
        Assert.All(torchNetwork.Weights, w => Assert.True(w.Values.requires_grad && w.Values.is_leaf));
    }

    [Fact]
    public void A_weight_that_two_layers_share_is_one()
    {
        var sketch = new OperatorSketch();
        sketch.Node("MatMul", ["input", sketch.Floats("weights", 4, 4)], "once");
        sketch.Node("MatMul", ["once", "weights"], "output");
        using var torchNetwork = new TorchNetwork(sketch.Build(4), "input", "output", CPU);
        Assert.Equal("weights", Assert.Single(torchNetwork.Weights).Name);
        Assert.Equal(0, torchNetwork.Weights[0].Depth);
        Assert.True(torchNetwork.Weights[0].Decays);
    }

    [Fact]
    public void Normalisation_may_stay_as_it_is()
    {
        var sketch = new OperatorSketch();
        sketch.Node("Conv", ["input", sketch.Floats("kernel", 3, 2, 1, 1)], "between");
        sketch.Node(
            "BatchNormalization",
            ["between", sketch.Floats("scale", 3), sketch.Floats("bias", 3), sketch.Floats("mean", 3), sketch.Positive("variance", 3)], "output");
        ModelProto network = sketch.Build(2, 4, 4);
        using var all = new TorchNetwork(network, "input", "output", CPU);
        using var convolutions = new TorchNetwork(network, "input", "output", CPU, trainsNormalisation: false);
        Assert.Equal(["kernel", "scale", "bias"], all.Weights.Select(w => w.Name));
        Assert.Equal(["kernel"], convolutions.Weights.Select(w => w.Name));
    }

    [Fact]
    public void Leaves_no_tensor_behind()
    {
        (ModelProto network, string cut, long[] shape) = Find("transformer");
        long before = Tensor.TotalCount;
        using (var torchNetwork = new TorchNetwork(network, cut, "output", CPU))
        {
            long constants = Tensor.TotalCount;
            foreach (ScalarType precision in new[] { ScalarType.Float32, ScalarType.BFloat16 })
            {
                using Tensor activations = Activations(shape, seed: 1).Tensor;
                using (no_grad())
                {
                    using Tensor result = torchNetwork.Forward(activations, training: false, precision);
                    Assert.Equal(constants + 2, Tensor.TotalCount);
                }

                using Tensor trained = torchNetwork.Forward(activations, training: true, precision);
                Assert.Equal(constants + 2, Tensor.TotalCount);
            }

            StepDownhill(torchNetwork, shape);
            torchNetwork.WriteWeights(torchNetwork.ReadWeights());
            Assert.Equal(constants, Tensor.TotalCount);
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Keeps_no_tensor_longer_than_it_is_needed()
    {
        // More layers than tensors have ever been alive at once: if each kept its own, that number would grow.
        long layers = Tensor.PeakCount + 100;
        var sketch = new OperatorSketch();
        string last = "input";
        for (long i = 0; i < layers; i++)
            sketch.Node("Relu", [last], last = $"relu{i}");
        ModelProto network = sketch.Build(2);
        using var torchNetwork = new TorchNetwork(network, "input", last, CPU);
        long peak = Tensor.PeakCount;
        using Tensor input = ones(1, 2), result = torchNetwork.Forward(input, training: true, ScalarType.Float32);
        Assert.Equal(peak, Tensor.PeakCount);
        Assert.Equal([1f, 1], result.data<float>().ToArray());
    }

    private static (ModelProto Network, string Cut, long[] Shape) Find(string name) => name switch
    {
        "tiny" => (TinyNetwork.Create(), "conv1", TinyCut),
        "transformer" => (TransformerSketch.Create(), "embedded", TransformerCut),
        _ => (Backbone.ResNet18.Network, Backbone.ResNet18.FindCut("layer3"), [256, 14, 14]),
    };

    /// <summary>Positive activations, as behind a relu, for two images.</summary>
    private static (float[] Values, Tensor Tensor) Activations(long[] shape, int seed)
    {
        long[] whole = [2, .. shape];
        float[] values = Numbers.Random(new Random(seed), (int)whole.Aggregate(1L, (p, d) => p * d), 0, 2);
        return (values, tensor(values, whole));
    }

    private static void StepDownhill(TorchNetwork network, long[] shape)
    {
        using var scope = NewDisposeScope();
        network.Forward(Activations(shape, seed: 3).Tensor, training: true, ScalarType.Float32).square().sum().backward();
        using var noGradient = no_grad();
        foreach (TorchWeight weight in network.Weights)
        {
            weight.Values.sub_(weight.Values.grad! * 0.1f);
            weight.Values.grad = null;
        }
    }

    private static Dictionary<string, TensorProto> Constants(ModelProto network)
        => network.Graph.Initializer.Select(i => (i.Name, i))
            .Concat(network.Graph.Node.Where(n => ConstantNode.ValueOf(n) is not null).Select(n => (n.Output[0], ConstantNode.ValueOf(n)!)))
            .ToDictionary(c => c.Item1, c => c.Item2);
}
