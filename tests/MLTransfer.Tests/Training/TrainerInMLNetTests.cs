using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Tests.Training;

public sealed class TrainerInMLNetTests : IDisposable
{
    private readonly TinyTraining _tiny = new(perClass: 20);

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void A_chain_learns_photos_and_names_them()
    {
        IDataView scored = _tiny.Chain().Fit(_tiny.Photos).Transform(_tiny.Photos);
        string[] names = [.. _tiny.Rows().Select(r => r.Label)];
        string[] predicted = [.. scored.GetColumn<string>("Predicted")];
        Assert.True(names.Zip(predicted, (a, b) => a == b ? 1 : 0).Average() > .8);
        Assert.All(scored.GetColumn<float[]>("Score"), s =>
        {
            Assert.Equal(3, s.Length);
            Assert.Equal(1, s.Sum(), 1e-5f);
        });
    }

    [Fact]
    public void Predicted_keys_are_the_largest_scores()
    {
        IDataView scored = _tiny.Chain().Fit(_tiny.Photos).Transform(_tiny.Photos);
        Assert.Equal(
            scored.GetColumn<float[]>("Score").Select(s => (uint)Array.IndexOf(s, s.Max()) + 1), scored.GetColumn<uint>("PredictedLabel"));
    }

    [Fact]
    public void Photos_it_never_saw_are_told_apart()
    {
        using var other = new TinyTraining(perClass: 20, seed: 77);
        IDataView scored = _tiny.Chain().Fit(_tiny.Photos).Transform(other.Photos);
        MulticlassClassificationMetrics metrics = _tiny.ML.MulticlassClassification.Evaluate(scored);
        Assert.True(metrics.MicroAccuracy > .7, $"{metrics.MicroAccuracy}");
    }

    [Fact]
    public void Evaluate_measures_it_with_top_k()
    {
        IDataView scored = _tiny.Chain().Fit(_tiny.Photos).Transform(_tiny.Photos);
        MulticlassClassificationMetrics metrics = _tiny.ML.MulticlassClassification.Evaluate(scored, topKPredictionCount: 2);
        uint[] labels = [.. scored.GetColumn<uint>("Label")];
        float[][] scores = [.. scored.GetColumn<float[]>("Score")];
        double Top(int k) => labels.Zip(scores, (l, s) => s.Count(x => x > s[l - 1]) < k ? 1.0 : 0).Average();
        Assert.Equal(Top(1), metrics.MicroAccuracy, 1e-9);
        Assert.Equal(Top(2), metrics.TopKAccuracyForAllK[1], 1e-9);
        Assert.Equal(labels.Zip(scores, (l, s) => -Math.Log(s[l - 1])).Average(), metrics.LogLoss, 1e-5);
    }

    [Fact]
    public void Cross_validation_gives_a_model_and_metrics_a_fold()
    {
        var folds = _tiny.ML.MulticlassClassification.CrossValidate(_tiny.Photos, _tiny.Chain(), numberOfFolds: 3);
        Assert.Equal(3, folds.Count);
        Assert.All(folds, f => Assert.True(f.Metrics.MicroAccuracy > .5, $"{f.Metrics.MicroAccuracy}"));
        Assert.Equal(60, folds.Sum(f => f.Metrics.ConfusionMatrix.Counts.Sum(row => row.Sum())));
    }

    [Fact]
    public void A_prediction_engine_says_what_Transform_says()
    {
        ITransformer model = _tiny.Chain().Fit(_tiny.Photos);
        IDataView scored = model.Transform(_tiny.Photos);
        using var engine = _tiny.ML.Model.CreatePredictionEngine<TinyRow, TinyPrediction>(model);
        TinyPrediction[] predictions = [.. _tiny.Rows().Select(engine.Predict).Select(p => new TinyPrediction { Predicted = p.Predicted, Score = p.Score })];
        Assert.Equal(scored.GetColumn<string>("Predicted"), predictions.Select(p => p.Predicted));
        Assert.All(
            scored.GetColumn<float[]>("Score").Zip(predictions),
            pair => Assert.All(pair.First.Zip(pair.Second.Score), p => Assert.Equal(p.First, p.Second, 1e-5f)));
    }

    [Fact]
    public void Scores_have_the_classes_as_slot_names()
    {
        DataViewSchema schema = _tiny.Chain().Fit(_tiny.Photos).Transform(_tiny.Photos).Schema;
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["Score"].GetSlotNames(ref names);
        Assert.Equal(TintedPhotos.Classes, names.DenseValues().Select(n => n.ToString()));
        schema["PredictedLabel"].GetKeyValues(ref names);
        Assert.Equal(TintedPhotos.Classes, names.DenseValues().Select(n => n.ToString()));
    }

    [Fact]
    public void Columns_have_the_names_asked_for()
    {
        IDataView renamed = _tiny.ML.Data.LoadFromEnumerable(_tiny.Rows().Select(r => new { Photo = r.ImagePath, Kind = r.Label, Score = 7f }).ToList());
        ImageTransferTrainer.Options options = _tiny.Options with
        {
            FeatureColumnName = "Photo",
            LabelColumnName = "Kind",
            ScoreColumnName = "P",
            PredictedLabelColumnName = "KindGuess",
        };
        IDataView scored = _tiny.Chain(options).Fit(renamed).Transform(renamed);
        Assert.Equal([7f], scored.GetColumn<float>("Score").Distinct());
        MulticlassClassificationMetrics metrics = _tiny.ML.MulticlassClassification.Evaluate(
            scored, labelColumnName: "Kind", scoreColumnName: "P", predictedLabelColumnName: "KindGuess");
        Assert.True(metrics.MicroAccuracy > .8);
        Assert.Null(scored.Schema.GetColumnOrNull("PredictedLabel"));
    }

    [Fact]
    public void The_short_form_has_the_default_options()
    {
        var trainer = _tiny.ML.MulticlassClassification.Trainers.ImageTransfer("Kind", "Photo");
        IDataView texts = _tiny.ML.Data.LoadFromEnumerable(new[] { new { Photo = "", Kind = "" } });
        IDataView keys = _tiny.ML.Transforms.Conversion.MapValueToKey("Kind").Fit(texts).Transform(texts);
        SchemaShape output = trainer.GetOutputSchema(SchemaShapeOf(keys));
        Assert.Equal(["Photo", "Kind", "Score", "PredictedLabel"], output.Select(c => c.Name));
        Assert.Contains("MapValueToKey", Assert.Throws<ArgumentException>(() => trainer.GetOutputSchema(SchemaShapeOf(texts))).Message);
        Assert.Contains("Photo", Assert.Throws<ArgumentException>(() => trainer.GetOutputSchema(SchemaShapeOf(_tiny.Photos))).Message);
    }

    [Fact]
    public void The_schema_shape_promises_what_the_transformer_gives()
    {
        IDataView keyed = _tiny.Keyed(_tiny.Photos);
        var trainer = _tiny.ML.MulticlassClassification.Trainers.ImageTransfer(_tiny.Options);
        SchemaShape promised = trainer.GetOutputSchema(SchemaShapeOf(keyed));
        DataViewSchema given = trainer.Fit(keyed).GetOutputSchema(keyed.Schema);
        foreach (string name in new[] { "Score", "PredictedLabel" })
        {
            SchemaShape.Column column = Assert.Single(promised, c => c.Name == name);
            Assert.Equal((given[name].Type is VectorDataViewType v ? v.ItemType : given[name].Type).RawType, column.ItemType.RawType);
            Assert.Equal(given[name].Type is KeyDataViewType, column.IsKey);
            Assert.Equal(
                given[name].Type is VectorDataViewType ? SchemaShape.Column.VectorKind.Vector : SchemaShape.Column.VectorKind.Scalar, column.Kind);
            Assert.Equal(given[name].Annotations.Schema.Select(a => a.Name).Order(), column.Annotations.Select(a => a.Name).Order());
        }
    }

    [Fact]
    public void Another_trainer_may_follow_on_the_scores()
    {
        var chain = _tiny.ML.Transforms.Conversion.MapValueToKey("Label")
            .Append(_tiny.ML.MulticlassClassification.Trainers.ImageTransfer(_tiny.Options))
            .Append(_tiny.ML.Transforms.NormalizeMinMax("Normalised", "Score"))
            .Append(_tiny.ML.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Normalised"));
        Assert.True(chain.Fit(_tiny.Photos).Transform(_tiny.Photos).GetRowCount() is null or > 0);
    }

    // ML.NET makes shapes of schemas itself, and only itself.
    private static SchemaShape SchemaShapeOf(IDataView view) => (SchemaShape)typeof(SchemaShape)
        .GetMethod("Create", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, [view.Schema])!;
}
