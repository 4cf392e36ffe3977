using MLTransfer.Networks;
using MLTransfer.Tests.Networks;
using MLTransfer.Training.Torch;
using Onnx;
using static TorchSharp.torch;

namespace MLTransfer.Tests.Training.Torch;

/// <summary>Compares the Torch form of a network with what ONNX Runtime computes.</summary>
internal static class TorchAgreement
{
    /// <summary>A network of few nodes from "input" [2, ...shape] to the output of its last node.</summary>
    public static ModelProto Network(long opset, GraphProto graph, long[] shape)
    {
        graph.Name = "operator";
        graph.Input.Add(GraphElements.BatchOf("input", shape));
        graph.Output.Add(GraphElements.Untyped(graph.Node[^1].Output[0]));
        var network = new ModelProto { IrVersion = 8, Graph = graph };
        network.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
        return network;
    }

    /// <summary>Forward equals ONNX Runtime, and every gradient the finite difference of ONNX Runtime's results.</summary>
    public static void Assert(ModelProto network, long[] shape, double tolerance = 1e-5, bool gradients = true, bool positive = false)
    {
        TorchRuntime.Load();
        long[] whole = [2, .. shape];
        float[] input = Numbers.Random(new Random(7), (int)whole.Aggregate(1L, (p, d) => p * d), positive ? 0.5f : -2, 2);
        Output expected = NetworkRun.Of(network, input, [.. whole.Select(d => (int)d)], [network.Graph.Output[0].Name])[0];
        using var torchNetwork = new TorchNetwork(network, "input", network.Graph.Output[0].Name, CPU);
        using (var scope = NewDisposeScope())
        {
            Tensor result = torchNetwork.Forward(tensor(input, whole), training: false, ScalarType.Float32);
            Xunit.Assert.Equal(expected.Shape, result.shape.Select(d => (int)d));
            Numbers.AssertClose(expected.Values, result.data<float>().ToArray(), tolerance);
        }

        if (gradients)
            AssertGradients(network, torchNetwork, input, whole, expected.Values.Length);
    }

    /// <summary>The gradients of sum(output * r), r random: of the input and of every weight, along a random direction of each.</summary>
    public static void AssertGradients(ModelProto network, TorchNetwork torchNetwork, float[] input, long[] shape, int outputs, float step = 2e-3f)
    {
        var random = new Random(11);
        float[] r = Numbers.Random(random, outputs, -1, 1);
        using var scope = NewDisposeScope();
        Tensor leaf = tensor(input, shape).requires_grad_();
        Tensor result = torchNetwork.Forward(leaf, training: false, ScalarType.Float32);
        Tensor products = result.flatten() * tensor(r);
        products.sum().backward();
        // What float32 results may be off by, seen through a difference over two steps: all there is where a gradient is truly zero.
        double rounding = 2e-7 * products.abs().sum().item<float>() / (2 * step);

        Check("input", input, leaf.grad, moved => Objective(network, moved));
        foreach (TorchWeight weight in torchNetwork.Weights)
        {
            float[] values = torchNetwork.ReadWeights()[weight.Name];
            Check(weight.Name, values, weight.Values.grad, moved => Objective(
                WeightReplacement.Apply(network, new Dictionary<string, float[]> { [weight.Name] = moved }), input));
            weight.Values.grad = null;
        }

        double Objective(ModelProto changed, float[] values)
            => NetworkRun.Of(changed, values, [.. shape.Select(d => (int)d)], [network.Graph.Output[0].Name])[0].Values.Zip(r, (v, w) => (double)v * w).Sum();

        // Along the gradient itself, scaled to a small step, so that its size and its direction both count; and along one that is random.
        void Check(string name, float[] values, Tensor? gradient, Func<float[], double> objective)
        {
            Xunit.Assert.True(gradient is not null, $"'{name}' has no gradient.");
            float[] slope = gradient.contiguous().data<float>().ToArray();
            double length = Math.Sqrt(slope.Sum(g => (double)g * g));
            Xunit.Assert.True(length > 0, $"The gradient of '{name}' is zero.");
            float[] sideways = Numbers.Random(random, slope.Length, -1, 1);
            double sidewaysLength = Math.Sqrt(sideways.Sum(g => (double)g * g));
            foreach ((float[] direction, double norm) in new[] { (slope, length), (sideways, sidewaysLength) })
            {
                float[] Moved(double by) => [.. values.Zip(direction, (v, d) => (float)(v + (by * d / norm)))];
                double difference = (objective(Moved(step)) - objective(Moved(-step))) / (2 * step);
                double derivative = slope.Zip(direction, (g, d) => (double)g * d / norm).Sum();
                Xunit.Assert.True(
                    Math.Abs(difference - derivative) <= (1e-2 * length) + rounding,
                    $"'{name}': the derivative is {derivative:g5}, the finite difference {difference:g5}, the gradient's length {length:g5}.");
            }
        }
    }
}
