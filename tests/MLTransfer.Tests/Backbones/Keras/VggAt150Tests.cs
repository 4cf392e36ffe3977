using MLTransfer.Backbones.Keras;
using MLTransfer.Tests.Networks;
using MLTransfer.Tests.Training.Torch;
using MLTransfer.Training.Torch;
using static TorchSharp.torch;

namespace MLTransfer.Tests.Backbones.Keras;

/// <summary>VGG16 at a size that is no multiple of 32, against Torch's convolutions with the same weights.</summary>
[Collection(TorchTests.Name)]
public class VggAt150Tests
{
    private const int Side = 150;

    [Fact]
    public void VGG16_agrees_with_Torch_at_150_x_150()
    {
        TorchRuntime.Load();
        var weights = new SeededWeights(KerasManifest.Of("vgg16"));
        float[] images = Numbers.Pixels(1, 1, Side, Side);
        IReadOnlyList<Output> outputs = NetworkRun.Of(
            KerasCatalog.Of(KerasNetwork.VGG16).Network(Side, false, weights), images, [1, 3, Side, Side],
            [.. Enumerable.Range(1, 5).Select(block => $"block{block}_pool")]);

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Tensor x = tensor(images, [1, 3, Side, Side]).flip(1) - tensor(new[] { 103.939f, 116.779f, 123.68f }).view(1, 3, 1, 1);
        int[] convolutions = [2, 2, 3, 3, 3];
        long[] filters = [64, 128, 256, 512, 512];
        for (int block = 1; block <= 5; block++)
        {
            for (int i = 1; i <= convolutions[block - 1]; i++)
            {
                string layer = $"block{block}_conv{i}";
                Tensor kernel = tensor(weights.Take(layer, "kernel", 3, 3, x.shape[1], filters[block - 1]), [3, 3, x.shape[1], filters[block - 1]]);
                Tensor bias = tensor(weights.Take(layer, "bias", filters[block - 1]));
                x = nn.functional.conv2d(x, kernel.permute(3, 2, 0, 1), bias, strides: [1, 1], padding: [1, 1]).relu();
            }

            x = nn.functional.max_pool2d(x, 2, 2);
            Assert.Equal(x.shape, outputs[block - 1].Shape.Select(d => (long)d));
            Numbers.AssertClose(x.contiguous().data<float>().ToArray(), outputs[block - 1].Values);
        }

        Assert.Equal([1L, 512, 4, 4], x.shape);
    }
}
