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

    [Fact]
    public void The_top_of_ResNet18_agrees_with_the_runtime()
    {
        TorchRuntime.Load();
        ModelProto network = Backbone.ResNet18.Network;
        string cut = Backbone.ResNet18.FindCut("layer3"), output = network.Graph.Output[0].Name;
        byte[] above = NetworkSlice.Above(network, cut, [256, 14, 14], output).ToByteArray();
        using var torchNetwork = new TorchNetwork(network, cut, output, CPU);
        for (int seed = 1; seed <= 4; seed++)
        {
            using var scope = NewDisposeScope();
            float[] activations = Numbers.Random(new Random(seed), 2 * 256 * 14 * 14, 0, 2);
            Output expected = NetworkRun.Of(above, activations, [2, 256, 14, 14])[0];
            Tensor result = torchNetwork.Forward(tensor(activations, [2, 256, 14, 14]), training: true, ScalarType.Float32);
            Assert.Equal(expected.Shape, result.shape.Select(d => (int)d));
            Numbers.AssertClose(expected.Values, result.data<float>().ToArray(), 1e-3);
        }
    }

    [Fact]
    public void Gradients_of_a_small_network_are_finite_differences()
    {
        ModelProto above = NetworkSlice.Above(TinyNetwork.Create(), "conv1", TinyCut, "output");
        above.Graph.Input[0].Name = "conv1";
        TorchRuntime.Load();
        using var torchNetwork = new TorchNetwork(TinyNetwork.Create(), "conv1", "output", CPU);
        float[] input = Numbers.Random(new Random(5), 2 * 6 * 16 * 16, 0, 1);
        TorchAgreement.AssertGradients(above, torchNetwork, input, [2, .. TinyCut], 2 * TinyNetwork.Features, step: 1e-3f);
    }
}
