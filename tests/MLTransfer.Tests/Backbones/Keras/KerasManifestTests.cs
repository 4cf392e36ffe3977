using MLTransfer.Backbones.Keras;

namespace MLTransfer.Tests.Backbones.Keras;

/// <summary>Networks without weights: their layers, shapes, order and sizes are those of the released files.</summary>
public class KerasManifestTests
{
    public static TheoryData<KerasNetwork, string> Networks => new()
    {
        { KerasNetwork.VGG16, "vgg16" }, { KerasNetwork.VGG19, "vgg19" }, { KerasNetwork.ResNet50, "resnet50" },
        { KerasNetwork.ResNet50, "resnet50_v02" }, { KerasNetwork.InceptionV3, "inception_v3" }, { KerasNetwork.Xception, "xception" },
        { KerasNetwork.MobileNet, "mobilenet" },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Tensors_come_in_the_order_and_shape_of_the_released_files(KerasNetwork kind, string name)
    {
        KerasManifest manifest = KerasManifest.Of(name);
        foreach (bool includeTop in (bool[])[false, true])
        {
            IEnumerable<string> tensors = Model(kind, name).Tensors(includeTop).Select(t => $"{t.Layer}/{t.Role} [{string.Join(", ", t.Shape)}]");
            // The classifier of ResNet50 was once called otherwise.
            Assert.Equal(manifest.Tensors(includeTop).Select(t => t.Replace("probs/", "predictions/", StringComparison.Ordinal)), tensors);
        }
    }

    [Theory]
    [InlineData(KerasNetwork.ResNet50, "resnet50")]
    [InlineData(KerasNetwork.InceptionV3, "inception_v3")]
    public void Layers_without_weights_have_their_place_too(KerasNetwork kind, string name)
    {
        var graph = new KerasGraph(name, 299, new KerasShapes());
        string output = KerasCatalog.Of(kind).Build(graph, false);
        Assert.Equal(KerasManifest.Of(name).LayerNames(includeTop: false), KerasLayerOrder.Of(graph.Layers, output));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Sizes_and_files_are_the_published_ones(KerasNetwork kind, string name)
    {
        KerasManifest manifest = KerasManifest.Of(name);
        KerasModel model = KerasCatalog.Of(kind);
        Assert.Equal(manifest.InputSize, model.DefaultSize);
        foreach (bool includeTop in (bool[])[false, true])
        {
            var variant = manifest.Variant(includeTop);
            Assert.Equal(variant.GetProperty("parameter_count").GetInt64(), model.CountParameters(includeTop));
            if (name == "resnet50_v02")
                continue;
            var file = includeTop ? model.WeightsWithTop : model.Weights;
            Assert.Equal(variant.GetProperty("file").GetString(), file.Name);
            Assert.Equal(variant.GetProperty("url").GetString(), file.Address.ToString());
            Assert.Equal(variant.GetProperty("md5").GetString(), file.Md5);
            Assert.Equal(variant.GetProperty("file_bytes").GetInt64(), file.Bytes);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Batch_normalisation_has_the_epsilon_of_the_weights(KerasNetwork kind, string name)
    {
        var epsilons = Model(kind, name).Network(299, false, new KerasShapes()).Graph.Node.Where(n => n.OpType == "BatchNormalization")
            .Select(n => n.Attribute.Single(a => a.Name == "epsilon").F).Distinct();
        Assert.Equal(KerasManifest.Of(name).Epsilon is { } epsilon ? [(float)epsilon] : [], epsilons);
    }

    /// <summary>
    /// With the classifier, MobileNetV2 of full width: the table in Keras's documentation ("Applications"); of other widths, and SqueezeNet 1.1:
    /// what model.summary() of Keras and of keras-squeezenet prints, with or without it: the classifier has (features + 1) x 1,000.
    /// </summary>
    [Theory]
    [InlineData(KerasNetwork.MobileNetV2, 1, 2_257_984, 3_538_984)]
    [InlineData(KerasNetwork.MobileNetV2, .35, 410_208, 1_691_208)]
    [InlineData(KerasNetwork.MobileNetV2, .5, 706_224, 1_987_224)]
    [InlineData(KerasNetwork.MobileNetV2, .75, 1_382_064, 2_663_064)]
    [InlineData(KerasNetwork.MobileNetV2, 1.3, 3_766_048, 3_766_048 + 1_665_000)]
    [InlineData(KerasNetwork.MobileNetV2, 1.4, 4_363_712, 6_156_712)]
    [InlineData(KerasNetwork.SqueezeNet, 1, 722_496, 1_235_496)]
    public void Sizes_without_a_manifest_are_the_published_ones(KerasNetwork kind, double alpha, long without, long with)
    {
        KerasModel model = KerasCatalog.Of(kind, alpha);
        Assert.Equal((without, with), (model.CountParameters(false), model.CountParameters(true)));
    }

    private static KerasModel Model(KerasNetwork kind, string name)
    {
        KerasModel model = KerasCatalog.Of(kind);
        return name == "resnet50_v02" ? model with { Build = model.Older!.Value.Build } : model;
    }
}
