using Google.Protobuf;
using MLTransfer.Extraction;
using MLTransfer.Tests.Training.Torch;
using MLTransfer.Training.FineTuning;
using Onnx;

namespace MLTransfer.Tests.Training.FineTuning;

[Collection(TorchTests.Name)]
public sealed class UnfreezeFromTests : IDisposable
{
    private readonly TinyTraining _tiny = new(perClass: 4);

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [InlineData(null, "block1", "stage2")]
    [InlineData("stage2", "block1", "stage2")]
    [InlineData("block1", "block1", "stage2")]
    [InlineData("conv1", "conv1", null)]
    [InlineData("block2.conv", null, null)]
    [InlineData("pooled", null, null)]
    public void A_stage_is_unfrozen_with_all_that_follows_and_a_tensor_is_what_learning_starts_after(string? name, string? tensor, string? stage)
    {
        ImageTransferTrainer.Options options = _tiny.Tuning() with { UnfreezeFrom = name, Epoch = 1 };
        if (tensor is null)
        {
            Assert.Contains($"nothing would learn from '{name}' on", Untouched<BackboneException>(options).Message, StringComparison.Ordinal);
            return;
        }

        using ImageTransferTransformer model = _tiny.Fit(options);
        Assert.Equal((tensor, stage), (model.FineTuning!.UnfrozenFrom, model.FineTuning.UnfrozenStage));
        string place = stage is null ? $"'{tensor}'" : $"'{tensor}' (where '{stage}' starts)";
        Assert.Contains(_tiny.Log, m => m.StartsWith("Fine-tuning trains ", StringComparison.Ordinal) && m.Contains($" parameters above {place} on "));
        Assert.Contains(_tiny.Log, m => m.StartsWith("Activations of ", StringComparison.Ordinal) && m.Contains($" at {place} take about "));
    }

    [Fact]
    public void From_the_first_stage_on_all_but_the_normalisation_learns()
    {
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Tuning() with { UnfreezeFrom = "stage1", Epoch = 1 });
        // The last tensor before the first convolution.
        NodeProto first = _tiny.Backbone.Network.Graph.Node.First(n => n.OpType == "Conv");
        Assert.Equal((first.Input[0], "stage1"), (model.FineTuning!.UnfrozenFrom, model.FineTuning.UnfrozenStage));
        // 3*6 + 6*6 + 6*12 kernels of 3 x 3, and a classifier of 12 features and 3 classes.
        Assert.Equal((18 + 36 + 72) * 9 + 39, model.FineTuning.TrainedParameters);
    }

    [Fact]
    public void Where_there_is_no_normalisation_the_whole_network_learns_from_the_image()
    {
        File.WriteAllBytes(_tiny["bare.onnx"], TinyNetwork.Create().ToByteArray());
        Backbone bare = Backbone.FromOnnx(_tiny["bare.onnx"], new BackboneOptions { Resize = TinyNetwork.Resize });
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Tuning() with { Backbone = bare, UnfreezeFrom = "stage1", Epoch = 1, LearningRate = 1e-5f });
        Assert.Equal((18 + 36 + 72) * 9 + 39, model.FineTuning!.TrainedParameters);
    }

    [Fact]
    public void The_first_stage_of_ResNet18_starts_after_its_mean_image()
    {
        string[] frozen = [.. Backbone.ResNet18.Cuts.TakeWhile(cut => cut != FrozenPart.Tap(
            ImageNetwork.OfFeatures(Backbone.ResNet18, null, FeaturePooling.Average), _tiny.Tuning() with { Backbone = Backbone.ResNet18, UnfreezeFrom = "conv1" }).Tap!.Tensor)];
        Assert.All(frozen, cut => Assert.NotEqual("Conv", Backbone.ResNet18.Network.Graph.Node.Single(n => n.Output.Contains(cut)).OpType));
    }

    [Theory]
    [InlineData("layer9")]
    [InlineData("block1.inner")]
    [InlineData("Image")]
    public void A_wrong_name_is_answered_with_the_right_ones(string name)
    {
        string message = Untouched<BackboneException>(_tiny.Tuning() with { UnfreezeFrom = name }).Message;
        Assert.Contains($"'{name}'", message, StringComparison.Ordinal);
        Assert.Contains("Stages: stage1, stage2.", message, StringComparison.Ordinal);
        Assert.Contains("conv1.conv, conv1, block1, block2.conv, block2, pooled, output.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("output")]
    [InlineData("block2")]
    public void Where_no_weight_follows_nothing_would_learn(string name)
    {
        string message = Untouched<BackboneException>(_tiny.Tuning() with { UnfreezeFrom = name }).Message;
        Assert.Contains("nothing would learn", message, StringComparison.Ordinal);
        Assert.Contains("stage1, stage2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_below_the_unfrozen_stage_leaves_nothing_to_learn_and_the_default_is_the_last_stage_in_use()
    {
        ImageTransferTrainer.Options cut = _tiny.Tuning() with { Cut = "stage1", Epoch = 1 };
        string message = Untouched<BackboneException>(cut with { UnfreezeFrom = "stage2" }).Message;
        Assert.Contains("nothing would learn from 'stage2' on: features are taken at Cut = 'stage1'", message, StringComparison.Ordinal);
        using ImageTransferTransformer model = _tiny.Fit(cut);
        Assert.Equal((18 + 36) * 9 + 6 * 3 + 3, model.FineTuning!.TrainedParameters);
    }

    [Fact]
    public void A_cut_at_the_first_tensor_has_no_stage_to_unfreeze()
    {
        string first = _tiny.Backbone.Cuts[0];
        string message = Untouched<BackboneException>(_tiny.Tuning() with { Cut = first }).Message;
        Assert.Contains("UnfreezeFrom", message, StringComparison.Ordinal);
        Assert.Contains($"Cut = '{first}'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operator_that_cannot_be_trained_is_named_before_any_image_is_read()
    {
        ModelProto network = TinyNetwork.Create();
        network.Graph.Node.Single(n => n.Output[0] == "block2").OpType = "Softsign";
        File.WriteAllBytes(_tiny["odd.onnx"], network.ToByteArray());
        Backbone odd = Backbone.FromOnnx(_tiny["odd.onnx"], new BackboneOptions { Preprocessing = Preprocessing.Keras, Resize = TinyNetwork.Resize });
        string message = Untouched<NetworkException>(_tiny.Tuning() with { Backbone = odd }).Message;
        Assert.Contains("Softsign (node 'block2'", message, StringComparison.Ordinal);
        // Features only, the same network does.
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Options with { Backbone = odd });
        Assert.Equal(TintedPhotos.Classes, model.Labels);
    }

    [Fact]
    public void Feature_extraction_unfreezes_nothing()
        => Assert.Equal("UnfreezeFrom", Assert.Throws<ArgumentException>(() => _tiny.Fit(_tiny.Options with { UnfreezeFrom = "stage2" })).ParamName);

    /// <summary>The error, from a run that must not come to its first image.</summary>
    private TException Untouched<TException>(ImageTransferTrainer.Options options)
        where TException : Exception
        => Assert.Throws<TException>(() => _tiny.ML.MulticlassClassification.Trainers.ImageTransfer(options)
            .Fit(new UnreadableView(_tiny.Keyed(_tiny.Photos).Schema)));
}
