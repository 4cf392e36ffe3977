using Google.Protobuf;
using Microsoft.ML;
using MLTransfer.Networks;
using MLTransfer.Tests.Training.Torch;
using Onnx;

namespace MLTransfer.Tests.Training.FineTuning;

/// <summary>Sets of images and networks that are odd in some way: an error that says how, or a model.</summary>
[Collection(TorchTests.Name)]
public sealed class UnusualSetsTests : IDisposable
{
    private readonly TinyTraining _tiny = new(perClass: 8);

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void One_class_is_not_enough()
    {
        IDataView red = _tiny.View(_tiny.Rows().Where(r => r.Label == "red"));
        foreach (Head head in (Head[])[Head.Linear, Head.Mlp(4)])
            Assert.Contains("'Label' are 'red'", Assert.Throws<TrainingDataException>(() => _tiny.Fit(_tiny.Tuning() with { Head = head }, red)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_only_image_of_a_class_is_trained_on()
    {
        TinyRow[] rows = [.. _tiny.Rows().Where(r => r.Label != "red"), _tiny.Rows().First(r => r.Label == "red")];
        using ImageTransferTransformer model = Fit(_tiny.Tuning() with { BalanceClasses = true }, _tiny.View(rows));
        // Of the two other classes a quarter is held out.
        Assert.Equal((13, 4), (model.TrainingImageCount, model.ValidationImageCount));
        Assert.Equal(TintedPhotos.Classes.Count, model.Labels.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    public void An_image_of_each_class_is_enough_without_validation(int batch)
    {
        using ImageTransferTransformer model = Fit(_tiny.Tuning() with { BatchSize = batch }, _tiny.View(_tiny.Rows().DistinctBy(r => r.Label)));
        FineTuningSummary summary = model.FineTuning!;
        Assert.Equal((3, 0), (model.TrainingImageCount, model.ValidationImageCount));
        Assert.Equal((null, null, 3, true), (summary.LossBefore, summary.LossAfter, summary.BestEpoch, summary.IsKept));
        Assert.All(summary.Epochs, e => Assert.Null(e.ValidationLoss));
    }

    [Fact]
    public void A_class_that_only_the_validation_set_has_is_warned_of_and_measured()
    {
        IDataView keys = _tiny.Keyed(_tiny.Photos);
        IDataView withoutRed = _tiny.ML.Data.FilterRowsByKeyColumnFraction(keys, "Label", 0, .66);
        foreach (bool balanced in (bool[])[false, true])
        {
            ImageTransferTrainer.Options options = _tiny.Tuning() with { ValidationSet = keys, BalanceClasses = balanced };
            using ImageTransferTransformer model = _tiny.ML.MulticlassClassification.Trainers.ImageTransfer(options).Fit(withoutRed);
            Assert.Equal((16, 24), (model.TrainingImageCount, model.ValidationImageCount));
            Assert.Contains(_tiny.Log, m => m.Contains("The class 'red' has no usable training image", StringComparison.Ordinal));
            Assert.InRange(model.FineTuning!.AccuracyAfter!.Value, .4, 2 / 3.0);
        }
    }

    [Fact]
    public void A_label_of_the_validation_set_that_training_does_not_know_is_left_out()
    {
        IDataView others = _tiny.View(_tiny.Rows().Where(r => r.Label != "red"));
        using ImageTransferTransformer model = Fit(_tiny.Tuning() with { ValidationSet = _tiny.Photos }, others);
        Assert.Equal((16, 16), (model.TrainingImageCount, model.ValidationImageCount));
        Assert.Contains(_tiny.Log, m => m.Contains("Left out 8 rows", StringComparison.Ordinal));
    }

    [Fact]
    public void A_batch_larger_than_the_set_is_one_step_an_epoch()
    {
        using ImageTransferTransformer all = Fit(_tiny.Tuning() with { BatchSize = 18 });
        Assert.Equal(18, all.TrainingImageCount);
        foreach (int batch in (int[])[1000, int.MaxValue])
        {
            using ImageTransferTransformer more = Fit(_tiny.Tuning() with { BatchSize = batch });
            Assert.Equal(TinyTuning.Weights(all), TinyTuning.Weights(more));
        }
    }

    [Fact]
    public void Images_that_cannot_be_used_are_left_out_with_all_their_versions()
    {
        List<TinyRow> rows = _tiny.Rows();
        File.WriteAllText(_tiny["text.png"], "no image");
        rows[4].ImagePath = _tiny["text.png"];
        foreach (int views in (int[])[0, 2])
        {
            using ImageTransferTransformer model = Fit(
                _tiny.Tuning() with { Augmentation = ImageAugmentation.Default, Views = views, ValidationSetFraction = 0 }, _tiny.View(rows));
            Assert.Equal(23, model.FineTuning!.TrainingImages);
            Assert.Equal(_tiny["text.png"], Assert.Single(model.BadImages).Path);
        }
    }

    [Fact]
    public void An_image_that_changes_during_training_is_named()
    {
        string photo = _tiny.Rows()[0].ImagePath;
        ImageTransferTrainer.Options options = _tiny.Tuning() with
        {
            Augmentation = ImageAugmentation.Default,
            Views = 0,
            ValidationSetFraction = 0,
            MetricsCallback = m => File.WriteAllBytes(photo, TinyPhotos.Draw("grid", new Random(m.Epoch))),
        };
        BadImage image = Assert.Throws<BadImageException>(() => _tiny.Fit(options)).Image;
        Assert.Equal((photo, BadImageKind.Changed), (image.Path, image.Kind));
    }

    [Fact]
    public void A_network_of_open_size_is_fine_tuned_at_224_and_exported_at_that()
    {
        ModelProto network = TinyNetwork.Create();
        network.Graph.Input[0] = GraphElements.BatchOf("input", 3, -1, -1);
        File.WriteAllBytes(_tiny["open.onnx"], network.ToByteArray());
        using ImageTransferTransformer model = Fit(
            _tiny.Tuning() with { Backbone = Backbone.FromOnnx(_tiny["open.onnx"], new BackboneOptions { Preprocessing = Preprocessing.Keras }), Epoch = 1 });
        Assert.Equal([3, 224, 224], _tiny.Saved(model).Graph.Input[0].Type.TensorType.Shape.Dim.Skip(1).Select(d => d.DimValue));
        Assert.Equal("block1", model.FineTuning!.UnfrozenFrom);
    }

    [Theory]
    [InlineData("Image")]
    [InlineData("nowhere")]
    public void A_cut_at_the_input_is_none(string cut)
        => Assert.Contains("Stages: stage1, stage2", Assert.Throws<BackboneException>(() => _tiny.Fit(_tiny.Tuning() with { Cut = cut })).Message, StringComparison.Ordinal);

    private ImageTransferTransformer Fit(ImageTransferTrainer.Options options, IDataView? photos = null)
    {
        ImageTransferTransformer model = _tiny.Fit(options, photos);
        Assert.Equal(FineTuningEnd.Completed, model.FineTuning!.End);
        Assert.All(TinyTuning.Weights(model), w => Assert.True(float.IsFinite(w)));
        return model;
    }
}
