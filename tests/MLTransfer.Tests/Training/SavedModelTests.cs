using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Tests.Training;

public sealed class SavedModelTests : IDisposable
{
    private readonly TinyTraining _tiny = new(perClass: 10);

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void A_reloaded_chain_predicts_what_the_trained_one_does()
        => AssertSame<string>(_tiny.Options, Squares(label => label), "Score", "PredictedLabel");

    [Fact]
    public void Custom_column_names_survive()
        => AssertSame<string>(_tiny.Options with { ScoreColumnName = "P", PredictedLabelColumnName = "Guess" }, Squares(label => label), "P", "Guess");

    [Fact]
    public void One_custom_column_name_survives()
        => AssertSame<string>(_tiny.Options with { PredictedLabelColumnName = "Guess" }, Squares(label => label), "Score", "Guess");

    [Fact]
    public void Numbers_as_labels_survive()
        => AssertSame<int>(_tiny.Options, Squares(label => 1000 * label.Length), "Score", "PredictedLabel");

    [Fact]
    public void Booleans_as_labels_survive()
        => AssertSame<bool>(_tiny.Options, Squares(label => label == "green"), "Score", "PredictedLabel");

    [Fact]
    public void A_column_of_bytes_cannot_be_saved_and_says_what_can()
    {
        IDataView photos = _tiny.ML.Data.LoadFromEnumerable(SquareRows().Select(r => new { ImagePath = File.ReadAllBytes(r.ImagePath), r.Label }).ToList());
        ITransformer model = _tiny.Chain().Fit(photos);
        Assert.Contains("ImagePath", Assert.Throws<NotSupportedException>(() => _tiny.ML.Model.Save(model, photos.Schema, _tiny["m.zip"])).Message);
    }

    private void AssertSame<TLabel>(ImageTransferTrainer.Options options, IDataView photos, string scoreColumn, string labelColumn)
    {
        ITransformer trained = _tiny.Chain(options).Fit(photos);
        IDataView before = trained.Transform(photos), after = Reload(trained, photos).Transform(photos);
        Assert.Equal(before.GetColumn<TLabel>("Predicted"), after.GetColumn<TLabel>("Predicted"));
        Assert.Equal(before.GetColumn<uint>(labelColumn), after.GetColumn<uint>(labelColumn));
        Assert.All(
            before.GetColumn<float[]>(scoreColumn).Zip(after.GetColumn<float[]>(scoreColumn)),
            pair => Assert.All(pair.First.Zip(pair.Second), p => Assert.Equal(p.First, p.Second, 1e-4f)));
        double Accuracy(IDataView scored)
            => _tiny.ML.MulticlassClassification.Evaluate(scored, scoreColumnName: scoreColumn, predictedLabelColumnName: labelColumn).MicroAccuracy;
        Assert.Equal(Accuracy(before), Accuracy(after));
    }

    private ITransformer Reload(ITransformer model, IDataView photos)
    {
        _tiny.ML.Model.Save(model, photos.Schema, _tiny["model.zip"]);
        return new MLContext().Model.Load(_tiny["model.zip"], out _);
    }

    private IDataView Squares<TLabel>(Func<string, TLabel> label)
        => _tiny.ML.Data.LoadFromEnumerable(SquareRows().Select(r => new { r.ImagePath, Label = label(r.Label) }).ToList());

    private IEnumerable<TinyRow> SquareRows()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, 24).Select(i => new TinyRow
        {
            ImagePath = TintedPhotos.WriteSquare(_tiny[$"{i}.png"], TintedPhotos.Classes[i % 3], random),
            Label = TintedPhotos.Classes[i % 3],
        })];
    }
}
