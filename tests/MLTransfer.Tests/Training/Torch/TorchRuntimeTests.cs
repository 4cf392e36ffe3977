using MLTransfer.Training.Torch;
using TorchSharp;

namespace MLTransfer.Tests.Training.Torch;

[Collection(TorchTests.Name)]
public class TorchRuntimeTests
{
    [Fact]
    public void Torch_computes_once_it_is_loaded()
    {
        TorchRuntime.Load();

        using torch.Tensor sum = torch.ones(2, 3).sum();

        Assert.Equal(6, sum.item<float>());
    }
}
