using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLTransfer.Networks;
using MLTransfer.Tests.Serving;
using MLTransfer.Tests.Training.FineTuning;
using MLTransfer.Tests.Training.Torch;

namespace MLTransfer.Tests.Training.Calibration;

/// <summary>Calibration divides the last layer by one number, and every way to use or save the model has it.</summary>
[Collection(TorchTests.Name)]
public sealed class CalibratedModelTests : IDisposable
{
    private readonly TinyTraining _tiny = new(perClass: 24);

    public void Dispose() => _tiny.Dispose();

    public static TheoryData<TransferMode, bool> Kinds => new()
    {
        { TransferMode.FeatureExtraction, false },
        { TransferMode.FeatureExtraction, true },
        { TransferMode.FineTuning, false },
        { TransferMode.FineTuning, true },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_way_to_use_it_gives_the_calibrated_scores(TransferMode mode, bool hidden)
    {
        ImageTransferTrainer.Options options = Options(mode, hidden);
        using ImageTransferTransformer model = _tiny.Fit(options), plain = _tiny.Fit(options with { CalibrateProbabilities = false });
        Assert.Null(plain.Calibration);
        ProbabilityCalibration calibration = model.Calibration!;
        Assert.Null(calibration.Obstacle);
        Assert.Equal(72, calibration.Images);
        Assert.True(Math.Abs(calibration.Temperature - 1) > .02, $"{calibration}");
        AssertOnlyLastLayerDiffers(plain, model, calibration.Temperature);

        string[] photos = Squares();
        IDataView view = _tiny.View(photos.Select(p => new TinyRow { ImagePath = p }));
        float[][] before = [.. plain.Transform(view).GetColumn<float[]>("Score")];
        float[][] expected = [.. before.Select(scores => Recalibrated(scores, calibration.Temperature))];
        Assert.Equal(before.Select(s => TensorPrimitives.IndexOfMax<float>(s)), expected.Select(s => TensorPrimitives.IndexOfMax<float>(s)));
        Assert.Contains(before.Zip(expected), pair => pair.First.Max() - pair.Second.Max() is > .002f or < -.002f);
        AssertClose(expected, [.. model.Transform(view).GetColumn<float[]>("Score")]);

        using (var classifier = ImageClassifier.From(model))
        {
            classifier.Save(_tiny["model.zip"]);
            classifier.SaveOnnx(_tiny["model.onnx"]);
            AssertClose(expected, Scores(classifier, photos));
        }

        foreach (string file in (string[])["model.zip", "model.onnx"])
        {
            using ImageClassifier loaded = ImageClassifier.Load(_tiny[file]);
            AssertClose(expected, Scores(loaded, photos));
        }

        AssertClose(expected, [.. StockModel.Predict(_tiny["model.zip"], photos).Select(p => p.Score)], tolerance: 1e-3f);
    }

    [Fact]
    public void The_report_is_of_the_validation_set_before_and_after()
    {
        using ImageTransferTransformer model = _tiny.Fit(Options(TransferMode.FineTuning, hidden: false));
        using ImageTransferTransformer plain = _tiny.Fit(Options(TransferMode.FineTuning, hidden: false) with { CalibrateProbabilities = false });
        ClassifierMetrics before = Measure(plain), after = Measure(model);
        ProbabilityCalibration calibration = model.Calibration!;
        Assert.Equal(before.LogLoss, calibration.LogLossBefore, 1e-4);
        Assert.Equal(after.LogLoss, calibration.LogLossAfter, 1e-4);
        Assert.Equal(before.ExpectedCalibrationError, calibration.ErrorBefore, 1e-4);
        Assert.Equal(after.ExpectedCalibrationError, calibration.ErrorAfter, 1e-4);
        Assert.True(after.LogLoss < before.LogLoss);
        Assert.Equal(before.MicroAccuracy, after.MicroAccuracy);
        // Fine-tuning tells what it did, and decided by that.
        Assert.Equal(plain.FineTuning!.LossAfter, model.FineTuning!.LossAfter);
        Assert.Contains(_tiny.Log, line => line.Contains($"temperature of {calibration.Temperature:f3}", StringComparison.Ordinal));

        ClassifierMetrics Measure(ImageTransferTransformer transformer)
            => _tiny.ML.MulticlassClassification.EvaluateImageClassifier(transformer.Transform(_tiny.Keyed(Mislabelled())));
    }

    [Fact]
    public void A_pipeline_measures_the_calibrated_classifier_and_has_its_report()
    {
        using TransferResult result = Run(true), plain = Run(false);
        Assert.Null(plain.Calibration);
        Assert.Same(result.Transformer.Calibration, result.Calibration);
        Assert.Equal(plain.Validation.LogLoss, result.Calibration!.LogLossBefore, 1e-4);
        Assert.Equal(result.Validation.LogLoss, result.Calibration.LogLossAfter, 1e-4);
        Assert.Equal(plain.Test.Images.Select(i => i.PredictedLabel), result.Test.Images.Select(i => i.PredictedLabel));
        string photo = result.Test.Images[0].Path;
        Assert.Equal(result.Test.Images[0].Probability, result.Model.Predict(photo).Probability, 1e-4f);

        TransferResult Run(bool calibrate)
            => TransferPipeline.FromData(Mislabelled()).Split(validation: .4, test: .2).ExtractFeatures(_tiny.Backbone)
                .Configure(o => o with { WorkspacePath = _tiny["workspace"], L2Regularization = 1e-4, CalibrateProbabilities = calibrate })
                .Run(cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Three_validation_images_calibrate_nothing()
    {
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Options with { ValidationSetFraction = .04f });
        using ImageTransferTransformer none = _tiny.Fit(_tiny.Options with { ValidationSetFraction = 0 });
        using ImageTransferTransformer plain = _tiny.Fit(_tiny.Options with { ValidationSetFraction = .04f, CalibrateProbabilities = false });
        Assert.Equal((3, 1, 0), (model.Calibration!.Images, model.Calibration.Temperature, none.Calibration!.Images));
        Assert.NotNull(model.Calibration.Obstacle);
        Assert.NotNull(none.Calibration.Obstacle);
        Assert.Equal(TinyTuning.Weights(plain), TinyTuning.Weights(model));
    }

    /// <summary>Weak regularisation makes the classifier sure, and every third validation label is wrong.</summary>
    private ImageTransferTrainer.Options Options(TransferMode mode, bool hidden) => _tiny.Tuning() with
    {
        Mode = mode,
        Head = hidden ? Head.Mlp(16) : Head.Linear,
        Epoch = mode == TransferMode.FineTuning ? 3 : 60,
        LearningRate = mode == TransferMode.FineTuning ? 2e-3f : hidden ? 1e-2f : null,
        L2Regularization = hidden ? null : .01,
        ValidationSet = Mislabelled(),
    };

    private IDataView Mislabelled()
    {
        List<TinyRow> rows = _tiny.Rows();
        for (int i = 0; i < rows.Count; i += 3)
            rows[i].Label = TintedPhotos.Classes[(TintedPhotos.Classes.ToList().IndexOf(rows[i].Label) + 1) % 3];
        return _tiny.View(rows);
    }

    private static void AssertOnlyLastLayerDiffers(ImageTransferTransformer plain, ImageTransferTransformer model, double temperature)
    {
        IReadOnlyDictionary<string, float[]> before = TinyTuning.Floats(plain.ToNetwork().Network), after = TinyTuning.Floats(model.ToNetwork().Network);
        Assert.Equal(before.Keys, after.Keys);
        string[] scaled = [ClassifierHead.Weights, ClassifierHead.Bias];
        Assert.All(before.Where(w => !scaled.Contains(w.Key)), w => Assert.Equal(w.Value, after[w.Key]));
        Assert.All(scaled, name => Assert.Equal(before[name].Select(w => (float)(w / temperature)), after[name]));
    }

    /// <summary>Probabilities at another temperature: proportional to p^(1/T).</summary>
    private static float[] Recalibrated(float[] scores, double temperature)
    {
        double[] powers = [.. scores.Select(p => Math.Pow(p, 1 / temperature))];
        return [.. powers.Select(p => (float)(p / powers.Sum()))];
    }

    private static float[][] Scores(ImageClassifier classifier, string[] photos) => [.. photos.Select(p => classifier.Predict(p).Scores.Values.ToArray())];

    private string[] Squares()
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, 12).Select(i => TintedPhotos.WriteSquare(_tiny[$"square-{i:00}.png"], TintedPhotos.Classes[i % 3], random))];
    }

    private static void AssertClose(float[][] expected, float[][] actual, float tolerance = 1e-4f)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.All(pair.First.Zip(pair.Second), p => Assert.Equal(p.First, p.Second, tolerance)));
    }
}
