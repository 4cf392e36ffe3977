using Microsoft.ML;
using Microsoft.ML.Data;
using MLTransfer.Tests.Training;

namespace MLTransfer.Tests.Evaluation;

/// <summary>The same photos, measured in every way there is.</summary>
public sealed class EvaluationOfViewsTests : IDisposable
{
    private readonly TinyTraining _tiny = new(perClass: 20);
    private readonly TransferResult _result;

    public EvaluationOfViewsTests() => _result = TransferPipeline.FromData(_tiny.Photos).ExtractFeatures(_tiny.Backbone)
        .Configure(o => o with { WorkspacePath = _tiny["workspace"] }).Run(cancellationToken: Stop);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _result.Dispose();
        _tiny.Dispose();
    }

    [Fact]
    public void All_ways_agree_with_the_run()
    {
        IDataView test = _result.Split.Test, transformed = _result.Transformer.Transform(test);
        _result.Model.Save(_tiny["model.zip"]);
        IDataView stock = _tiny.ML.Model.Load(_tiny["model.zip"], out _).Transform(test);
        Same(_result.Test, _result.Evaluate(test), 1e-6);
        Same(_result.Test, _result.Model.Evaluate(test, cancellationToken: Stop), 1e-4);
        Same(_result.Test, _tiny.ML.MulticlassClassification.EvaluateImageClassifier(transformed), 1e-6);
        Same(_result.Test, _tiny.ML.MulticlassClassification.EvaluateImageClassifier(stock), .1);
    }

    [Fact]
    public void Keys_of_another_order_are_the_same_classes()
    {
        IDataView test = _result.Split.Test;
        IDataView keyed = _tiny.ML.Transforms.Conversion.MapValueToKey("Label", keyData: _tiny.ML.Data.LoadFromEnumerable(
            TintedPhotos.Classes.Reverse().Select(c => new { Name = c }).ToList())).Fit(test).Transform(test);
        Same(_result.Test, _result.Model.Evaluate(keyed, cancellationToken: Stop), 1e-4);
        Same(_result.Test, _tiny.ML.MulticlassClassification.EvaluateImageClassifier(_result.Transformer.Transform(keyed)), 1e-6);
    }

    [Fact]
    public void Any_trainers_scores_will_do()
    {
        IDataView view = _tiny.ML.Data.LoadFromEnumerable(
            Enumerable.Range(0, 30).Select(i => new Row { Label = $"class {i % 3}", Features = [i % 3 == 0 ? 1 : 0, i % 3 == 1 ? 1 : 0, i / 30f] }).ToList());
        IDataView scored = _tiny.ML.Transforms.Conversion.MapValueToKey("Label").Append(_tiny.ML.MulticlassClassification.Trainers.LbfgsMaximumEntropy()).Fit(view).Transform(view);
        ClassifierMetrics m = _tiny.ML.MulticlassClassification.EvaluateImageClassifier(scored);
        Assert.Equal(["class 0", "class 1", "class 2"], m.Labels);
        Assert.Equal(_tiny.ML.MulticlassClassification.Evaluate(scored).LogLoss, m.LogLoss, 1e-9);
        Assert.Equal("row 7", m.Images[7].Path);
    }

    [Fact]
    public void Labels_that_the_classifier_does_not_know_are_errors_that_name_the_image()
    {
        string photo = _tiny.Rows()[0].ImagePath;
        foreach (string label in new[] { "zebra", "" })
        {
            IDataView odd = _tiny.ML.Data.LoadFromEnumerable(new[] { new { ImagePath = photo, Label = label } }.ToList());
            foreach (Func<IDataView, ClassifierMetrics> evaluate in new Func<IDataView, ClassifierMetrics>[]
            {
                _result.Evaluate,
                v => _result.Model.Evaluate(v, cancellationToken: Stop),
                v => _tiny.ML.MulticlassClassification.EvaluateImageClassifier(_result.Transformer.Transform(v)),
            })
            {
                string message = Assert.Throws<EvaluationDataException>(() => evaluate(odd)).Message;
                Assert.Contains(photo, message, StringComparison.Ordinal);
                Assert.Contains("'red'", message, StringComparison.Ordinal);
                Assert.Contains(label.Length > 0 ? $"the label '{label}'" : "no label", message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Of_a_key_the_message_says_what_it_stands_for()
    {
        string photo = _tiny.Rows()[0].ImagePath;
        IDataView odd = _tiny.ML.Data.LoadFromEnumerable(new[] { new { ImagePath = photo, Label = "zebra" } }.ToList());
        IDataView keyed = _tiny.ML.Transforms.Conversion.MapValueToKey("Label").Fit(odd).Transform(odd);
        string message = Assert.Throws<EvaluationDataException>(() => _result.Model.Evaluate(keyed, cancellationToken: Stop)).Message;
        Assert.Contains("'zebra'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_do_not_fit_are_errors()
    {
        MulticlassClassificationCatalog catalog = _tiny.ML.MulticlassClassification;
        IDataView view = _result.Transformer.Transform(_result.Split.Test);
        Assert.Throws<ArgumentException>(() => catalog.EvaluateImageClassifier(_result.Split.Test));
        Assert.Throws<ArgumentException>(() => catalog.EvaluateImageClassifier(view, labelColumnName: "Kind"));
        Assert.Throws<ArgumentException>(() => catalog.EvaluateImageClassifier(view, scoreColumnName: "Label"));
        Assert.Throws<ArgumentException>(() => catalog.EvaluateImageClassifier(view, imageColumnName: "File"));
        Assert.Throws<ArgumentException>(() => _result.Model.Evaluate(view, imageColumnName: "Score", cancellationToken: Stop));
    }

    [Fact]
    public void Images_that_cannot_be_used_are_told_or_fail()
    {
        var rows = _tiny.Rows().Take(6).Select(r => new { r.ImagePath, r.Label }).Append(new { ImagePath = "missing.png", Label = "red" }).ToList();
        IDataView view = _tiny.ML.Data.LoadFromEnumerable(rows);
        var bad = new List<BadImage>();
        Assert.Equal(6, _result.Model.Evaluate(view, onBadImage: bad.Add, cancellationToken: Stop).ImageCount);
        Assert.Equal("missing.png", Assert.Single(bad).Path);
        Assert.Throws<BadImageException>(() => _result.Model.Evaluate(view, cancellationToken: Stop));
        Assert.Equal(6, _result.Evaluate(view).ImageCount);
        Assert.Equal("missing.png", Assert.Single(_result.Transformer.BadImages).Path);
    }

    private static void Same(ClassifierMetrics expected, ClassifierMetrics actual, double tolerance)
    {
        Assert.Equal(expected.Labels, actual.Labels);
        Assert.Equal(expected.Images.Select(i => (i.Path, i.Label)), actual.Images.Select(i => (i.Path, i.Label)));
        foreach ((ScoredImage one, ScoredImage other) in expected.Images.Zip(actual.Images))
            Assert.All(one.Scores.Zip(other.Scores), s => Assert.Equal(s.First, s.Second, tolerance));
    }

    private sealed class Row
    {
        public string Label { get; set; } = "";

        [VectorType(3)]
        public float[] Features { get; set; } = [];
    }
}
