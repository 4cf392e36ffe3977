using Microsoft.ML;
using Microsoft.ML.Data;
using SkiaSharp;

namespace MLTransfer.Tests.Extraction;

/// <summary>The features under a trainer of ML.NET, in a chain, as in the README.</summary>
public sealed class ChainTests : IDisposable
{
    private static readonly string[] Classes = ["red", "green", "blue"];
    private readonly TinyExtraction _tiny = new();

    [Fact]
    public void A_chain_learns_to_tell_the_classes_apart()
    {
        TransformerChain<ITransformer> model = Chain().Fit(Load(30));
        IDataView scored = model.Transform(_tiny.ML.Data.LoadFromEnumerable(Rows(12, seed: 2)));
        MulticlassClassificationMetrics metrics = _tiny.ML.MulticlassClassification.Evaluate(scored);
        Assert.InRange(metrics.MicroAccuracy, .9, 1);
        Assert.Equal(36, metrics.ConfusionMatrix.Counts.Sum(row => row.Sum()));
        Assert.Subset(Classes.ToHashSet(), scored.GetColumn<string>("PredictedLabel").ToHashSet());
    }

    [Fact]
    public void Cross_validation_sees_every_photo_once()
    {
        var folds = _tiny.ML.MulticlassClassification.CrossValidate(Load(12), Chain(), numberOfFolds: 3);
        Assert.Equal(3, folds.Count);
        Assert.Equal(36, folds.Sum(f => f.Metrics.ConfusionMatrix.Counts.Sum(row => row.Sum())));
        Assert.Equal(36, folds.Sum(f => f.ScoredHoldOutSet.GetColumn<string>("ImagePath").Count()));
    }

    [Fact]
    public void A_prediction_engine_says_what_Transform_says()
    {
        IDataView photos = Load(8);
        TransformerChain<ITransformer> model = Chain().Fit(photos);
        Prediction[] expected = [.. _tiny.ML.Data.CreateEnumerable<Prediction>(model.Transform(photos), reuseRowObject: false)];
        using var engine = _tiny.ML.Model.CreatePredictionEngine<PathRow, Prediction>(model);
        PathRow[] rows = [.. _tiny.ML.Data.CreateEnumerable<PathRow>(photos, reuseRowObject: false)];
        Assert.Equal(24, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            Prediction prediction = engine.Predict(rows[i]);
            Assert.Equal(expected[i].PredictedLabel, prediction.PredictedLabel);
            FeatureAssert.Close(expected[i].Score, prediction.Score);
            FeatureAssert.Close(expected[i].Features, prediction.Features);
        }
    }

    [Fact]
    public void A_prediction_engine_reports_a_bad_image_and_goes_on()
    {
        TransformerChain<ITransformer> model = Chain().Fit(Load(8));
        using var engine = _tiny.ML.Model.CreatePredictionEngine<PathRow, Prediction>(model);
        string good = _tiny.Folder["good.png"];
        File.WriteAllBytes(good, TinyExtraction.Png(1));
        string label = engine.Predict(new PathRow { ImagePath = good }).PredictedLabel;
        var error = Assert.Throws<BadImageException>(() => engine.Predict(new PathRow { ImagePath = "nowhere.png" }));
        Assert.Equal("nowhere.png", error.Image.Path);
        Assert.Equal(label, engine.Predict(new PathRow { ImagePath = good }).PredictedLabel);
    }

    [Fact]
    public void Fitting_and_scoring_twice_computes_each_photo_once()
    {
        IDataView photos = Load(10);
        var progress = new LastProgress();
        TransformerChain<ITransformer> model = Chain(_tiny.Options with { Progress = progress }).Fit(photos);
        Assert.Equal(30, progress.Last!.Done);
        Assert.Equal(30, progress.Last.Total);
        _ = _tiny.ML.MulticlassClassification.Evaluate(model.Transform(photos));
        Assert.Equal(30, progress.Last.FromCache);
        Assert.Single(_tiny.CacheFiles);
    }

    [Fact]
    public void Cancellation_reaches_the_caller_of_Fit()
    {
        using var cancellation = new CancellationTokenSource();
        IDataView photos = Load(10);
        ExtractionOptions options = _tiny.Options with { CancellationToken = cancellation.Token, Progress = new LastProgress(cancellation.Cancel) };
        Assert.IsAssignableFrom<OperationCanceledException>(Record.Exception(() => Chain(options).Fit(photos))!.GetBaseException());
    }

    public void Dispose() => _tiny.Dispose();

    private IEstimator<TransformerChain<ITransformer>> Chain(ExtractionOptions? options = null)
    {
        MLContext ml = _tiny.ML;
        return ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(_tiny.Estimator(options: options))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0, l2Regularization: .001f))
            .Append((IEstimator<ITransformer>)ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
    }

    private IDataView Load(int perClass) => _tiny.ML.Data.LoadFromEnumerable(Rows(perClass));

    private PathRow[] Rows(int perClass, int seed = 1)
    {
        var random = new Random(seed);
        var rows = new List<PathRow>();
        foreach (string label in Enumerable.Repeat(Classes, perClass).SelectMany(c => c))
        {
            string path = _tiny.Folder[$"{seed}-{rows.Count:000}-{label}.png"];
            File.WriteAllBytes(path, Draw(label, random));
            rows.Add(new PathRow { ImagePath = path, Label = label });
        }

        return [.. rows];
    }

    /// <summary>A photo on which one colour dominates: even a network with random weights can tell these apart.</summary>
    private static byte[] Draw(string label, Random random)
    {
        using var bitmap = new SKBitmap(48, 40);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(Colour());
            using var paint = new SKPaint { Color = Colour() };
            canvas.DrawCircle(random.Next(48), random.Next(40), 12, paint);
        }

        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();

        SKColor Colour() => new(Channel("red"), Channel("green"), Channel("blue"));
        byte Channel(string name) => (byte)(random.Next(80) + (label == name ? 170 : 0));
    }

    private sealed class Prediction
    {
        public string PredictedLabel { get; set; } = "";

        public float[] Score { get; set; } = [];

        public float[] Features { get; set; } = [];
    }

    private sealed class LastProgress(Action? then = null) : IProgress<ExtractionProgress>
    {
        public ExtractionProgress? Last { get; private set; }

        public void Report(ExtractionProgress value)
        {
            Last = value;
            then?.Invoke();
        }
    }
}
