using MLTransfer.Backbones;
using MLTransfer.Backbones.Keras;
using MLTransfer.Extraction;
using MLTransfer.Networks;
using MLTransfer.Tests.Backbones.Keras;
using MLTransfer.Tests.Networks;
using MLTransfer.Tests.Training;
using MLTransfer.Tests.Training.FineTuning;
using MLTransfer.Tests.Training.Torch;
using Onnx;

namespace MLTransfer.Tests.Backbones;

/// <summary>
/// What holds for every backbone of the catalog. Keras's networks have weights from a seed and the smallest images they take; whether they
/// compute what Keras computes is tested elsewhere.
/// </summary>
[Collection(TorchTests.Name)]
public class BackboneContractTests
{
    private static readonly Dictionary<string, Lazy<Backbone>> Backbones = Enum.GetValues<KerasNetwork>()
        .ToDictionary(n => n.ToString(), n => new Lazy<Backbone>(() => Create(n)))
        .Append(new("ResNet18", new Lazy<Backbone>(Backbone.ResNet18)))
        .ToDictionary();

    public static TheoryData<string> Names => [.. Backbones.Keys];

    [Fact]
    public void The_catalog_is_whole()
        => Assert.Equal(Backbones.Keys.Order(StringComparer.Ordinal), Backbone.Catalog.Select(b => b.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_description_holds(string name)
    {
        (Backbone listed, Backbone backbone) = (Backbone.Catalog.Single(b => b.Name == name), Backbones[name].Value);
        BackboneInfo info = listed.Info, small = backbone.Info;
        Assert.Equal(ImageNetwork.OfFeatures(backbone, cut: null, FeaturePooling.Average).Length, info.Features);
        Assert.Equal((backbone.Resize.CropHeight, backbone.Resize.CropWidth), (small.InputHeight, small.InputWidth));
        Assert.InRange(small.MultiplyAdds, 1, info.MultiplyAdds);
        Assert.All(new[] { info.License, info.Source, info.Verified }, Assert.NotNull);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_stages_are_cuts_in_order_with_their_shapes(string name)
    {
        Backbone backbone = Backbones[name].Value;
        string[] tensors = [.. backbone.Stages.Select(s => s.Tensor)];
        Assert.Equal(tensors, backbone.Cuts.Where(tensors.Contains));
        Assert.Distinct(backbone.Stages.Select(s => s.Name));
        (int height, int width) = (backbone.Resize.CropHeight, backbone.Resize.CropWidth);
        IReadOnlyList<Output> computed = NetworkRun.Of(backbone.Network, new float[3 * height * width], [1, 3, height, width], tensors);
        Assert.Equal(computed.Select(c => string.Join(' ', c.Shape[1..])), backbone.Stages.Select(s => string.Join(' ', backbone.ShapeOf(s.Tensor)!)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_features_are_finite_and_the_same_alone_and_in_a_batch(string name)
    {
        Backbone backbone = Backbones[name].Value;
        (int height, int width) = (backbone.Resize.CropHeight, backbone.Resize.CropWidth);
        float[] images = Numbers.Random(new Random(1), 2 * 3 * height * width, 0, 255);
        string[] output = [backbone.FindCut(null)];
        float[] together = Run(images, 2), again = Run(images, 2);
        float[] alone = [.. Run(images[..(images.Length / 2)], 1), .. Run(images[(images.Length / 2)..], 1)];
        Assert.All(together, v => Assert.True(float.IsFinite(v)));
        Assert.Equal(together, again);
        float tolerance = 1e-4f * together.Max(Math.Abs);
        Assert.True(tolerance > 0);
        Assert.All(together.Zip(alone), p => Assert.Equal(p.First, p.Second, tolerance));
        Assert.NotEqual(together[..(together.Length / 2)], together[(together.Length / 2)..]);

        float[] Run(float[] pixels, int count) => NetworkRun.Of(backbone.Network, pixels, [count, 3, height, width], output)[0].Values;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_classifier_on_it_predicts_the_same_from_both_its_files(string name)
    {
        using var tiny = new TinyTraining(perClass: 4);
        using ImageTransferTransformer model = tiny.Fit(tiny.Options with { Backbone = Backbones[name].Value, ValidationSetFraction = .25f });
        string photo = tiny.Rows()[0].ImagePath;
        using var classifier = ImageClassifier.From(model);
        float[] expected = [.. classifier.Predict(photo).Scores.Values];
        classifier.Save(tiny["model.zip"]);
        classifier.SaveOnnx(tiny["model.onnx"]);
        foreach (string file in new[] { "model.zip", "model.onnx" })
        {
            using var loaded = ImageClassifier.Load(tiny[file]);
            Assert.All(expected.Zip(loaded.Predict(photo).Scores.Values), p => Assert.Equal(p.First, p.Second, 1e-4f));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_of_fine_tuning_changes_its_last_stage_and_nothing_below(string name)
    {
        Backbone backbone = Backbones[name].Value;
        using var tiny = new TinyTraining(perClass: 4);
        using ImageTransferTransformer model = tiny.Fit(
            tiny.Tuning() with { Backbone = backbone, UnfreezeFrom = backbone.Stages[^1].Name, Epoch = 1, BatchSize = 16, LearningRate = 1e-4f });
        string cut = model.FineTuning!.UnfrozenFrom;
        Assert.Equal(backbone.Stages[^2].Tensor, cut);
        IReadOnlyDictionary<string, float[]> before = TinyTuning.Floats(backbone.Network), after = TinyTuning.Floats(tiny.Saved(model));
        string[] below = [.. NetworkSlice.Below(backbone.Network, cut).Graph.Initializer.Select(i => i.Name).Where(before.ContainsKey)];
        string[] kernels = [.. backbone.Network.Graph.Node.Where(n => n.OpType == "Conv").Select(n => n.Input[1]).Except(below)];
        Assert.NotEmpty(below);
        Assert.NotEmpty(kernels);
        Assert.All(below, w => Assert.Equal(Bits(before[w]), Bits(after[w])));
        Assert.All(kernels, w => Assert.NotEqual(before[w], after[w]));
    }

    private static IEnumerable<int> Bits(float[] values) => values.Select(BitConverter.SingleToInt32Bits);

    private static Backbone Create(KerasNetwork network)
    {
        KerasModel model = KerasCatalog.Of(network);
        int size = model.MinimumSize;
        ModelProto graph = model.Network(size, includeTop: false, new RandomWeights());
        return new Backbone(
            model.Name, () => new LoadedBackbone(graph, ResizePolicy.ForSize(size), model.Name, index => model.Stages[index].Key, model.Stages),
            _ => model.Describe(size, includeTop: false));
    }
}
