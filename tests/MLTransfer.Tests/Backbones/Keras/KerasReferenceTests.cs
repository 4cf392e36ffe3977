using MLTransfer.Backbones.Keras;

namespace MLTransfer.Tests.Backbones.Keras;

/// <summary>Every network gives what Keras's gives, layer by layer, with weights from a seed.</summary>
public class KerasReferenceTests
{
    [Theory]
    [InlineData(KerasNetwork.VGG16, "vgg16")]
    [InlineData(KerasNetwork.VGG19, "vgg19")]
    [InlineData(KerasNetwork.ResNet50, "resnet50")]
    [InlineData(KerasNetwork.InceptionV3, "inception_v3")]
    [InlineData(KerasNetwork.Xception, "xception")]
    [InlineData(KerasNetwork.MobileNet, "mobilenet")]
    public void Agrees_with_Keras_at_every_listed_layer(KerasNetwork kind, string name)
    {
        KerasModel model = KerasCatalog.Of(kind);
        var weights = new SeededWeights(KerasManifest.Of(name));
        KerasReference reference = KerasReference.Of(name);
        Assert.Equal(model.DefaultSize, reference.Size);
        reference.AssertMetBy(model.Network(reference.Size, false, weights), model.Preprocessing);
        if (kind == KerasNetwork.ResNet50)
        {
            KerasModel of2016 = model with { Build = model.Older!.Value.Build };
            reference.AssertMetBy(of2016.Network(reference.Size, false, weights), model.Preprocessing, "v02_");
        }
    }
}
