using MLTransfer.Backbones.Keras;
using MLTransfer.Tests.Networks;
using MLTransfer.Tests.Training.Torch;
using MLTransfer.Training.Torch;
using Onnx;
using static TorchSharp.torch;

namespace MLTransfer.Tests.Backbones.Keras;

/// <summary>All layers of the networks can learn: Torch computes what ONNX Runtime computes.</summary>
[Collection(TorchTests.Name)]
public class KerasInTorchTests
{
    [Theory]
    [InlineData(KerasNetwork.ResNet50, 1, (2 * 53) + 2)]
    [InlineData(KerasNetwork.InceptionV3, 1, 94 + 2)]
    [InlineData(KerasNetwork.Xception, 1, 6 + (2 * 34) + 2)]
    [InlineData(KerasNetwork.MobileNetV2, .35, 52 + 2)]
    [InlineData(KerasNetwork.SqueezeNet, 1, 2 * 26)]
    public void Torch_computes_the_whole_network(KerasNetwork kind, double alpha, int weights)
    {
        TorchRuntime.Load();
        KerasModel model = KerasCatalog.Of(kind, alpha);
        int size = model.MinimumSize;
        ModelProto network = model.Network(size, true, new RandomWeights());
        float[] images = Numbers.Pixels(1, 2, size, size);
        string output = network.Graph.Output[0].Name;
        IReadOnlyList<Output> expected = NetworkRun.Of(network, images, [2, 3, size, size], [KerasGraph.Input, output]);

        using var torchNetwork = new TorchNetwork(network, KerasGraph.Input, output, CPU, trainsNormalisation: false);
        using var scope = NewDisposeScope();
        Tensor result = torchNetwork.Forward(tensor(expected[0].Values, [2, 3, size, size]), training: false, ScalarType.Float32);
        Assert.Equal(expected[1].Shape, result.shape.Select(d => (int)d));
        Numbers.AssertClose(expected[1].Values, result.data<float>().ToArray(), 1e-3);
        Assert.Equal(weights, torchNetwork.Weights.Count);
    }
}
