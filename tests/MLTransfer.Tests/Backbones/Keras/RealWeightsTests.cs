using MLTransfer.Backbones.Keras;

namespace MLTransfer.Tests.Backbones.Keras;

/// <summary>Networks with real weights, read from files in three layouts of Keras.</summary>
public class RealWeightsTests
{
    [Theory]
    [InlineData(KerasNetwork.SqueezeNet, 1, "weights/squeezenet_1_1_no_top.h5", "squeezenet11_real", "fire9", "fire9/concat")]
    [InlineData(KerasNetwork.MobileNetV2, .35, "weights/mobilenet_v2_0.35_teachable_machine.h5", "mobilenetv2_035_real", "Conv_1", "out_relu")]
    [InlineData(KerasNetwork.MobileNet, 1, "keras/mobilenet_1_0_224_tf_no_top_partial.h5", "mobilenet_partial_real", "block13", "conv_pw_13_relu")]
    public void Agrees_with_Keras_at_every_listed_layer(
        KerasNetwork kind, double alpha, string file, string name, string lastStage, string lastTensor)
    {
        KerasReference reference = KerasReference.Of(name);
        using var folder = new TemporaryFolder();
        Backbone backbone = Backbone.FromKeras(kind, new KerasOptions
        {
            InputSize = reference.Size,
            Alpha = alpha,
            WeightsPath = SharedFolder.Require(file),
            Store = new WeightStore(new WeightStoreOptions { Folder = folder.Path, Offline = true }),
        });
        reference.AssertMetBy(backbone.Network, KerasCatalog.Of(kind).Preprocessing);
        Assert.Equal(ResizePolicy.ForSize(reference.Size), backbone.Resize);
        Assert.Equal((lastStage, lastTensor), (backbone.Stages[^1].Name, backbone.Stages[^1].Tensor));
        Assert.Equal(lastTensor, backbone.FindCut(null));
    }
}
