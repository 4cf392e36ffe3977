using MLTransfer.Networks;
using MLTransfer.Tests.Training.Torch;
using MLTransfer.Training.FineTuning;
using MLTransfer.Training.Torch;
using Onnx;
using static TorchSharp.torch;
using TorchAgreement = MLTransfer.Training.FineTuning.TorchAgreement;

namespace MLTransfer.Tests.Training.FineTuning;

[Collection(TorchTests.Name)]
public class AgreementTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(.005, true)]
    [InlineData(.01, false)]
    [InlineData(double.NaN, false)]
    [InlineData(double.PositiveInfinity, false)]
    public void One_number_that_is_apart_is_enough(double apart, bool agrees)
    {
        TorchRuntime.Load();
        var graph = new GraphProto { Node = { GraphElements.Node("Relu", ["input"], "output") } };
        using var network = new TorchNetwork(Torch.TorchAgreement.Network(13, graph, [3]), "input", "output", CPU);
        var sample = new ActivationSample([1, 2, 3, 4, 5, 6], [[0], [0]]);
        float[][] ofRuntime = [[1, (float)(2 + apart), 3], [4, 5, 6]];
        var agreement = new TorchAgreement(network, CPU, "net.onnx");

        Exception? error = Record.Exception(() => agreement.Check(sample, [3], () => ofRuntime, TorchAgreement.Tolerance));

        Assert.Equal(agrees, error is null);
        if (!agrees)
            Assert.Contains("compute different things", Assert.IsType<NetworkException>(error).Message, StringComparison.Ordinal);
    }
}
