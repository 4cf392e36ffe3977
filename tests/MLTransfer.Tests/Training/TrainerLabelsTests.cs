using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MLTransfer.Tests.Training;

public sealed class TrainerLabelsTests : IDisposable
{
    private readonly TinyTraining _tiny = new(perClass: 15);

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void Numbers_come_back_as_numbers()
    {
        IDataView photos = _tiny.ML.Data.LoadFromEnumerable(_tiny.Rows().Select(r => new { r.ImagePath, Label = 100 * r.Label.Length }).ToList());
        IDataView scored = _tiny.Chain().Fit(photos).Transform(photos);
        int[] predicted = [.. scored.GetColumn<int>("Predicted")];
        Assert.True(predicted.Zip(_tiny.Rows(), (p, r) => p == 100 * r.Label.Length ? 1 : 0).Average() > .8);
        Assert.True(_tiny.ML.MulticlassClassification.Evaluate(scored).MicroAccuracy > .8);
    }

    [Fact]
    public void Booleans_come_back_as_booleans()
    {
        IDataView photos = _tiny.ML.Data.LoadFromEnumerable(_tiny.Rows().Select(r => new { r.ImagePath, Label = r.Label == "green" }).ToList());
        IDataView scored = _tiny.Chain().Fit(photos).Transform(photos);
        Assert.True(scored.GetColumn<bool>("Predicted").Zip(_tiny.Rows(), (p, r) => p == (r.Label == "green") ? 1 : 0).Average() > .8);
        Assert.Equal(["False", "True"], Slots(scored.Schema["Score"]));
    }

    [Fact]
    public void Keys_without_values_count_the_classes()
    {
        IDataView photos = _tiny.ML.Data.LoadFromEnumerable(_tiny.Rows().Select(r => new NumberedRow
        {
            ImagePath = r.ImagePath,
            Label = (uint)TintedPhotos.Classes.ToList().IndexOf(r.Label),
        }).ToList());
        using ImageTransferTransformer model = _tiny.ML.MulticlassClassification.Trainers.ImageTransfer(_tiny.Options).Fit(photos);
        Assert.Equal(3, model.Labels.Count);
        Assert.Equal(45, model.TrainingImageCount + model.ValidationImageCount);
        IDataView scored = model.Transform(photos);
        Assert.True(_tiny.ML.MulticlassClassification.Evaluate(scored).MicroAccuracy > .8);
    }

    [Fact]
    public void The_order_of_the_keys_is_the_order_of_the_classes()
    {
        var descending = _tiny.View(_tiny.Rows().AsEnumerable().Reverse());
        using ImageTransferTransformer byOccurrence = _tiny.Fit(photos: descending);
        Assert.Equal(["red", "green", "blue"], byOccurrence.Labels);
        IDataView keyed = _tiny.ML.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Fit(descending).Transform(descending);
        using ImageTransferTransformer byValue = _tiny.ML.MulticlassClassification.Trainers.ImageTransfer(_tiny.Options).Fit(keyed);
        Assert.Equal(["blue", "green", "red"], byValue.Labels);
    }

    [Fact]
    public void Labels_that_are_not_keys_are_refused_with_the_way_to_make_them()
    {
        var trainer = _tiny.ML.MulticlassClassification.Trainers.ImageTransfer(_tiny.Options);
        string message = Assert.Throws<ArgumentException>(() => trainer.Fit(_tiny.Photos)).Message;
        Assert.Contains("MapValueToKey(\"Label\")", message);
        Assert.Contains("String", message);
    }

    [Theory]
    [InlineData("Nothing", "ImagePath", "label column 'Nothing'")]
    [InlineData("Label", "Nothing", "image column 'Nothing'")]
    [InlineData("Label", "Label", "'Label' is of type")]
    public void Columns_that_are_not_there_or_hold_no_images_are_named(string label, string image, string named)
    {
        var trainer = _tiny.ML.MulticlassClassification.Trainers.ImageTransfer(_tiny.Options with { LabelColumnName = label, FeatureColumnName = image });
        Assert.Contains(named, Assert.Throws<ArgumentException>(() => trainer.Fit(_tiny.Keyed(_tiny.Photos))).Message);
    }

    [Fact]
    public void Rows_without_a_label_are_left_out_and_counted()
    {
        List<TinyRow> rows = _tiny.Rows();
        rows[3].Label = rows[20].Label = "";
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Options with { ValidationSetFraction = 0 }, _tiny.View(rows));
        Assert.Equal(43, model.TrainingImageCount);
        Assert.Equal(TintedPhotos.Classes, model.Labels);
        Assert.Contains(_tiny.Log, m => m.Contains("2 rows", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Slots(DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return names.DenseValues().Select(n => n.ToString());
    }

    private sealed class NumberedRow
    {
        public string ImagePath { get; set; } = "";

        // Keys in memory count from 0.
        [KeyType(3)]
        public uint Label { get; set; }
    }
}
