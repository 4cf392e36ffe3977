using Microsoft.ML;
using Microsoft.ML.Data;
using MLTransfer.Data;
using MLTransfer.Imaging;
using MLTransfer.Networks;
using MLTransfer.Tests.Networks;
using MLTransfer.Tests.Serving;
using MLTransfer.Tests.Training.Torch;

namespace MLTransfer.Tests.Training.FineTuning;

/// <summary>A model with a hidden layer, or fine-tuned, or both, holds all that one of mode 1 holds.</summary>
[Collection(TorchTests.Name)]
public sealed class TunedModelTests : IDisposable
{
    private readonly TinyTraining _tiny = new(perClass: 16);

    public void Dispose() => _tiny.Dispose();

    public static TheoryData<TransferMode, bool> Kinds => new()
    {
        { TransferMode.FeatureExtraction, true },
        { TransferMode.FineTuning, false },
        { TransferMode.FineTuning, true },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_way_to_use_it_gives_the_same_scores(TransferMode mode, bool hidden)
    {
        string[] photos = Squares();
        using ImageTransferTransformer model = Fit(mode, hidden, out IDataView keys);
        IDataView view = _tiny.View(photos.Select(p => new TinyRow { ImagePath = p }));
        float[][] scores = [.. model.Transform(view).GetColumn<float[]>("Score")];
        Assert.True(scores.Select(s => Array.IndexOf(s, s.Max())).Distinct().Count() == 3);

        using var classifier = ImageClassifier.From(model);
        classifier.Save(_tiny["model.zip"]);
        classifier.SaveOnnx(_tiny["model.onnx"]);
        _tiny.ML.Model.Save(model, keys.Schema, _tiny["stock.zip"]);
        AssertClose(scores, [.. photos.Select(p => classifier.Predict(p).Scores.Values.ToArray())]);
        foreach (string file in (string[])["model.zip", "model.onnx", "stock.zip"])
        {
            using ImageClassifier loaded = ImageClassifier.Load(_tiny[file]);
            Assert.Equal(TintedPhotos.Classes, loaded.Labels);
            AssertClose(scores, [.. photos.Select(p => loaded.Predict(p).Scores.Values.ToArray())]);
        }

        AssertClose(scores, RuntimeAlone(_tiny["model.onnx"], photos));
        IReadOnlyList<StockPrediction> stock = StockModel.Predict(_tiny["model.zip"], photos);
        AssertClose(scores, [.. stock.Select(p => p.Score)], tolerance: 2e-3f);
        Assert.Equal(scores.Select(s => TintedPhotos.Classes[Array.IndexOf(s, s.Max())]), stock.Select(p => p.PredictedLabel));

        ITransformer reloaded = new MLContext().Model.Load(_tiny["stock.zip"], out _);
        AssertClose(scores, [.. reloaded.Transform(view).GetColumn<float[]>("Score")], tolerance: 2e-3f);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Its_accuracy_on_the_validation_set_is_the_one_reported(TransferMode mode, bool hidden)
    {
        var told = new List<ImageTransferMetrics>();
        using ImageTransferTransformer model = Fit(mode, hidden, out IDataView keys, told.Add);
        MulticlassClassificationMetrics metrics = _tiny.ML.MulticlassClassification.Evaluate(model.Transform(keys));
        ImageTransferMetrics best = told.Where(m => m.Phase == told[^1].Phase).MinBy(m => m.ValidationLoss)!;
        Assert.Equal(best.ValidationAccuracy!.Value, metrics.MicroAccuracy, 1e-9);
        Assert.Equal(best.ValidationLoss!.Value, metrics.LogLoss, 1e-4);
        Assert.True(metrics.MicroAccuracy > .5, $"{metrics.MicroAccuracy}");
        if (mode == TransferMode.FineTuning)
            Assert.Equal(model.FineTuning!.AccuracyAfter!.Value, metrics.MicroAccuracy, 1e-9);
    }

    [Fact]
    public void The_hidden_layer_is_in_the_file_and_its_dropout_is_not()
    {
        using ImageTransferTransformer model = Fit(TransferMode.FineTuning, hidden: true, out _);
        var saved = _tiny.Saved(model);
        Assert.DoesNotContain(saved.Graph.Node, n => n.OpType == "Dropout");
        Assert.Equal([16, TinyNetwork.Features], saved.Graph.Initializer.Single(i => i.Name == ClassifierHead.HiddenWeights).Dims);
        Assert.Equal([3, 16], saved.Graph.Initializer.Single(i => i.Name == ClassifierHead.Weights).Dims);
        Assert.Equal(0, model.L2Regularization);
    }

    [Fact]
    public void Cross_validation_takes_the_trainer()
    {
        var folds = _tiny.ML.MulticlassClassification.CrossValidate(_tiny.Photos, _tiny.Chain(_tiny.Tuning() with { Epoch = 2 }), numberOfFolds: 3);
        Assert.Equal(48, folds.Sum(f => f.Metrics.ConfusionMatrix.Counts.Sum(row => row.Sum())));
        Assert.All(folds, f => Assert.True(f.Metrics.MicroAccuracy > .5, $"{f.Metrics.MicroAccuracy}"));
    }

    [Fact]
    public void Encoded_bytes_and_decoded_images_fine_tune_as_paths_do()
    {
        List<TinyRow> rows = _tiny.Rows();
        IDataView bytes = _tiny.ML.Data.LoadFromEnumerable(rows.Select(r => new BytesPhoto { Image = File.ReadAllBytes(r.ImagePath), Label = r.Label }).ToList());
        IDataView pixels = _tiny.ML.Data.LoadFromEnumerable(
            rows.Select(r => new PixelsPhoto { Image = MLImage.CreateFromFile(r.ImagePath), Label = r.Label }).ToList());
        foreach (int views in (int[])[0, 1])
        {
            ImageTransferTrainer.Options options = _tiny.Tuning() with
            {
                Augmentation = ImageAugmentation.None.FlipHorizontally(),
                Views = views,
                ValidationSetFraction = 0,
                Epoch = 2,
            };
            float[] expected = Weights(options, _tiny.Photos);
            Assert.Equal(expected, Weights(options with { FeatureColumnName = "Image" }, bytes));
            // Another hash, so other versions; but trained they are.
            Assert.Equal(expected.Length, Weights(options with { FeatureColumnName = "Image" }, pixels).Length);
        }

        float[] Weights(ImageTransferTrainer.Options options, IDataView photos)
        {
            using ImageTransferTransformer model = _tiny.Fit(options, photos);
            Assert.Equal((48, FineTuningEnd.Completed), (model.TrainingImageCount, model.FineTuning!.End));
            return TinyTuning.Weights(model);
        }
    }

    private ImageTransferTransformer Fit(TransferMode mode, bool hidden, out IDataView keys, Action<ImageTransferMetrics>? told = null)
    {
        keys = _tiny.Keyed(_tiny.Photos);
        ImageTransferTrainer.Options options = _tiny.Tuning() with
        {
            Mode = mode,
            Head = hidden ? Head.Mlp(16) : Head.Linear,
            Epoch = mode == TransferMode.FineTuning ? 3 : 60,
            LearningRate = mode == TransferMode.FineTuning ? 2e-3f : 1e-2f,
            ValidationSet = keys,
            EarlyStoppingCriteria = new() { Metric = EarlyStoppingMetric.Loss, MinDelta = .01f, Patience = 4 },
            MetricsCallback = told,
            // What is told of losses is before calibration.
            CalibrateProbabilities = false,
        };
        return _tiny.ML.MulticlassClassification.Trainers.ImageTransfer(options).Fit(keys);
    }

    /// <summary>Photos that every way of resizing leaves alone.</summary>
    private string[] Squares()
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, 12).Select(i => TintedPhotos.WriteSquare(_tiny[$"square-{i:00}.png"], TintedPhotos.Classes[i % 3], random))];
    }

    private static float[][] RuntimeAlone(string onnx, string[] photos)
    {
        var pipeline = new PixelPipeline(TinyNetwork.Resize);
        var images = new float[photos.Length * pipeline.Length];
        for (int i = 0; i < photos.Length; i++)
            pipeline.Decode(ImageContent.Read(new FileImageSource(photos[i]), ImageLimits.Default), images.AsSpan(i * pipeline.Length, pipeline.Length));
        Output scores = NetworkRun.Of(File.ReadAllBytes(onnx), images, [photos.Length, 3, TinyNetwork.Size, TinyNetwork.Size], ["Score"])[0];
        return [.. scores.Values.Chunk(3)];
    }

    private static void AssertClose(float[][] expected, float[][] actual, float tolerance = 1e-4f)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.All(pair.First.Zip(pair.Second), p => Assert.Equal(p.First, p.Second, tolerance)));
    }

    private sealed class BytesPhoto
    {
        public byte[] Image { get; set; } = [];

        public string Label { get; set; } = "";
    }

    private sealed class PixelsPhoto
    {
        [Microsoft.ML.Transforms.Image.ImageType(40, 48)]
        public MLImage? Image { get; set; }

        public string Label { get; set; } = "";
    }
}
