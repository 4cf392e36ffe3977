using Google.Protobuf;
using MLTransfer.Backbones;
using MLTransfer.Backbones.Keras;
using MLTransfer.Extraction;
using MLTransfer.Networks;

namespace MLTransfer.Tests.Backbones.Keras;

public class FromKerasTests
{
    public static TheoryData<KerasNetwork> Networks => [.. Enum.GetValues<KerasNetwork>()];

    private static string ErrorOf(KerasNetwork network, KerasOptions options)
        => Assert.Throws<ArgumentOutOfRangeException>(() => Backbone.FromKeras(network, options)).Message;

    [Fact]
    public void The_catalog_lists_every_backbone_with_a_name_of_its_own()
    {
        Assert.Equal(
            ["ResNet18", "VGG16", "VGG19", "ResNet50", "InceptionV3", "Xception", "MobileNet", "MobileNetV2", "SqueezeNet"],
            Backbone.Catalog.Select(b => b.Name));
        Assert.Same(Backbone.ResNet18, Backbone.Catalog[0]);
        Assert.Same(Backbone.Xception, Backbone.Catalog[5]);
        Assert.Same(Backbone.Catalog, Backbone.Catalog);
        Assert.Equal("MobileNetV2-0.35", Backbone.FromKeras(KerasNetwork.MobileNetV2, new KerasOptions { Alpha = .35 }).Name);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_stage_ends_where_the_network_can_be_cut_from_input_to_output(KerasNetwork kind)
    {
        foreach (double alpha in KerasCatalog.AlphasOf(kind))
        {
            KerasModel model = KerasCatalog.Of(kind, alpha);
            foreach (bool includeTop in (bool[])[false, true])
            {
                string[] ends = [.. model.Stages.Select(s => s.Value)];
                var graph = model.Network(model.DefaultSize, includeTop, new KerasShapes()).Graph;
                Assert.Equal(ends, CutFinder.Find(graph).Where(ends.Contains));
                Assert.Equal(includeTop, ends[^1] != graph.Output[0].Name);
                Assert.Distinct(model.Stages.Select(s => s.Key));
            }
        }
    }

    [Fact]
    public void Layers_bear_the_names_of_Keras()
    {
        Assert.Contains("block4_pool", CutsOf(KerasNetwork.VGG16));
        Assert.Contains("mixed7", CutsOf(KerasNetwork.InceptionV3));
        Assert.Contains("conv4_block6_out", CutsOf(KerasNetwork.ResNet50));
        Assert.Contains("conv_pw_11_relu", CutsOf(KerasNetwork.MobileNet));
        Assert.Contains("block14_sepconv1_act", CutsOf(KerasNetwork.Xception));

        static IReadOnlyList<string> CutsOf(KerasNetwork kind) => CutFinder.Find(KerasCatalog.Of(kind).Network(128, false, new KerasShapes()).Graph);
    }

    [Fact]
    public void Options_that_cannot_be_say_what_can()
    {
        Assert.Contains("InputSize is 31; it must be from 32 to 4096 for VGG16.", ErrorOf(KerasNetwork.VGG16, new KerasOptions { InputSize = 31 }));
        Assert.Contains("InputSize is 74; it must be from 75 ", ErrorOf(KerasNetwork.InceptionV3, new KerasOptions { InputSize = 74 }));
        Assert.Contains("from 71", ErrorOf(KerasNetwork.Xception, new KerasOptions { InputSize = 0 }));
        Assert.Contains("from 48", ErrorOf(KerasNetwork.SqueezeNet, new KerasOptions { InputSize = 5000 }));
        Assert.Contains("Alpha is 0.5; it must be 1 for MobileNet.", ErrorOf(KerasNetwork.MobileNet, new KerasOptions { Alpha = .5 }));
        Assert.Contains(
            "Alpha is 2; it must be 0.35 or 0.5 or 0.75 or 1 or 1.3 or 1.4 for MobileNetV2.",
            ErrorOf(KerasNetwork.MobileNetV2, new KerasOptions { Alpha = 2 }));
        Assert.Contains(
            "InputSize is 150; it must be 224 for the classifier of VGG16 (IncludeTop).",
            ErrorOf(KerasNetwork.VGG16, new KerasOptions { InputSize = 150, IncludeTop = true }));
        Assert.Contains("must be VGG16 or VGG19", ErrorOf((KerasNetwork)99, new KerasOptions()));
    }

    [Fact]
    public void Nothing_is_read_until_it_is_used()
    {
        using var folder = new TemporaryFolder();
        Backbone backbone = Backbone.FromKeras(KerasNetwork.VGG16, new KerasOptions { WeightsPath = folder["absent.h5"] });
        Assert.Equal(512, backbone.Info.Features);
        Assert.Contains("absent.h5", Assert.Throws<WeightsException>(() => backbone.Cuts).Message);
    }

    [Fact]
    public void A_relative_path_does_not_move_with_the_current_folder()
    {
        Backbone backbone = Backbone.FromKeras(KerasNetwork.VGG16, new KerasOptions { WeightsPath = "absent.h5" });
        Assert.Contains($"WeightsPath is {Path.GetFullPath("absent.h5")},", Assert.Throws<WeightsException>(() => backbone.Cuts).Message);
        Assert.Contains("WeightsPath is ; it must be a file", ErrorOf(KerasNetwork.VGG16, new KerasOptions { WeightsPath = "" }));
    }

    [Theory]
    [InlineData(KerasNetwork.VGG16, "block4_pool", 512)]
    [InlineData(KerasNetwork.InceptionV3, "mixed7", 768)]
    [InlineData(KerasNetwork.ResNet50, "conv4_block6_out", 1024)]
    [InlineData(KerasNetwork.Xception, "block13_sepconv2_act", 728)]
    [InlineData(KerasNetwork.MobileNet, "conv_pw_11_relu", 512)]
    public void Features_can_be_taken_where_people_take_them(KerasNetwork network, string layer, int features)
    {
        KerasModel model = KerasCatalog.Of(network);
        var backbone = new Backbone(model.Name, () => new LoadedBackbone(
            model.Network(model.MinimumSize, includeTop: false, new RandomWeights()), ResizePolicy.ForSize(model.MinimumSize), model.Name, _ => "", model.Stages));
        Assert.Equal(features, ImageNetwork.OfFeatures(backbone, layer, FeaturePooling.Average).Length);
    }

    [Fact]
    public void A_file_without_the_classifier_is_not_enough_for_one_with_it()
    {
        string weights = SharedFolder.Require("weights/squeezenet_1_1_no_top.h5");
        using var folder = new TemporaryFolder();
        var options = new KerasOptions { WeightsPath = weights, IncludeTop = true, Store = StoreIn(folder) };
        Backbone backbone = Backbone.FromKeras(KerasNetwork.SqueezeNet, options);
        string message = Assert.Throws<BackboneException>(() => backbone.Cuts).Message;
        Assert.Contains("does not fit the layer 'conv10', which needs kernel [1, 1, 512, 1000], bias [1000]", message);
        Assert.Contains("'notop'", message);
    }

    [Fact]
    public void What_decides_the_result_decides_the_hash()
    {
        using var folder = new TemporaryFolder();
        var options = new KerasOptions { WeightsPath = SharedFolder.Require("weights/squeezenet_1_1_no_top.h5"), Store = StoreIn(folder) };
        Backbone first = Backbone.FromKeras(KerasNetwork.SqueezeNet, options);
        Backbone same = Backbone.FromKeras(KerasNetwork.SqueezeNet, options with { InputSize = 227 });
        Backbone other = Backbone.FromKeras(KerasNetwork.SqueezeNet, options with { InputSize = 224 });
        Assert.Equal(first.Sha256, same.Sha256);
        Assert.NotEqual(first.Sha256, other.Sha256);
        Assert.Equal(ResizePolicy.ForSize(227), first.Resize);
    }

    [Fact]
    public void The_network_made_of_weights_is_kept_and_made_again_where_it_was_damaged()
    {
        using var folder = new TemporaryFolder();
        var options = new KerasOptions { WeightsPath = SharedFolder.Require("weights/squeezenet_1_1_no_top.h5"), Store = StoreIn(folder) };
        byte[] made = Backbone.FromKeras(KerasNetwork.SqueezeNet, options).Network.ToByteArray();
        string kept = Assert.Single(Directory.GetFiles(folder["networks"]));
        Assert.Equal(made, File.ReadAllBytes(kept));
        Assert.Equal(made, Backbone.FromKeras(KerasNetwork.SqueezeNet, options).Network.ToByteArray());

        File.WriteAllBytes(kept, made[..^1]);
        Assert.Equal(made, Backbone.FromKeras(KerasNetwork.SqueezeNet, options).Network.ToByteArray());
        Assert.Equal(made, File.ReadAllBytes(Assert.Single(Directory.GetFiles(folder["networks"]))));
    }

    [Fact]
    public void Weights_that_are_in_the_folder_of_the_store_are_found_there()
    {
        using var folder = new TemporaryFolder();
        string weights = SharedFolder.Require("weights/squeezenet_1_1_no_top.h5");
        Directory.CreateDirectory(folder["weights"]);
        File.Copy(weights, Path.Combine(folder["weights"], KerasCatalog.Of(KerasNetwork.SqueezeNet).Weights.Name));
        Backbone found = Backbone.FromKeras(KerasNetwork.SqueezeNet, new KerasOptions { Store = StoreIn(folder) });
        Backbone named = Backbone.FromKeras(KerasNetwork.SqueezeNet, new KerasOptions { WeightsPath = weights, Store = StoreIn(folder) });
        Assert.Equal(named.Sha256, found.Sha256);
    }

    private static WeightStore StoreIn(TemporaryFolder folder) => new(new WeightStoreOptions { Folder = folder.Path, Offline = true });
}
