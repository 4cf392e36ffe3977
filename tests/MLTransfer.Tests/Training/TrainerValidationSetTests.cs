using Microsoft.ML;
using Microsoft.ML.Transforms;
using MLTransfer.Tests.Training.FineTuning;

namespace MLTransfer.Tests.Training;

public sealed class TrainerValidationSetTests : IDisposable
{
    private readonly TinyTraining _tiny = new(perClass: 10), _other = new(perClass: 6, seed: 5);

    public void Dispose()
    {
        _tiny.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Labels_as_text_and_as_keys_in_any_order_mean_the_same()
    {
        IDataView reversed = _other.View(_other.Rows().AsEnumerable().Reverse());
        IDataView keys = _other.ML.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence)
            .Fit(reversed).Transform(reversed);
        double[] text = Losses(reversed), keyed = Losses(keys);
        Assert.NotEmpty(text);
        Assert.Equal(text, keyed);
        Assert.True(text.Min() < 1, "the labels must have been matched to the classes");
    }

    [Fact]
    public void Numbers_match_keys_of_numbers()
    {
        IDataView Numbers(List<TinyRow> rows)
            => _tiny.ML.Data.LoadFromEnumerable(
                rows.Select(r => new { r.ImagePath, Label = (float)TintedPhotos.Classes.ToList().IndexOf(r.Label) / 2 }).ToList());
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Options with { ValidationSet = Numbers(_other.Rows()) }, Numbers(_tiny.Rows()));
        Assert.Equal((30, 18), (model.TrainingImageCount, model.ValidationImageCount));
        Assert.Equal(["0", "0.5", "1"], model.Labels);
    }

    [Fact]
    public void A_given_set_leaves_the_training_set_whole()
    {
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Options with { ValidationSet = _other.Photos });
        Assert.Equal((30, 18), (model.TrainingImageCount, model.ValidationImageCount));
    }

    [Fact]
    public void Without_one_a_tenth_or_the_share_asked_for_is_held_out()
    {
        using ImageTransferTransformer tenth = _tiny.Fit(), third = _tiny.Fit(_tiny.Options with { ValidationSetFraction = .3f });
        Assert.Equal((27, 3), (tenth.TrainingImageCount, tenth.ValidationImageCount));
        Assert.Equal((21, 9), (third.TrainingImageCount, third.ValidationImageCount));
    }

    [Fact]
    public void A_share_of_0_trains_without_validation()
    {
        var metrics = new List<ImageTransferMetrics>();
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Options with { ValidationSetFraction = 0, MetricsCallback = metrics.Add });
        Assert.Equal((30, 0), (model.TrainingImageCount, model.ValidationImageCount));
        Assert.All(metrics, m => Assert.Null(m.ValidationLoss));
    }

    [Fact]
    public void Classes_that_training_lacks_are_left_out_and_counted()
    {
        List<TinyRow> rows = _other.Rows();
        rows[0].Label = rows[1].Label = rows[2].Label = "spiral";
        rows[3].Label = "";
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Options with { ValidationSet = _other.View(rows) });
        Assert.Equal(14, model.ValidationImageCount);
        Assert.Contains(_tiny.Log, m => m.Contains("4 rows", StringComparison.Ordinal));
    }

    [Fact]
    public void A_given_set_without_a_usable_image_is_warned_of()
    {
        List<TinyRow> rows = _other.Rows();
        rows.ForEach(r => r.Label = "spiral");
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Options with { ValidationSet = _other.View(rows) });
        Assert.Equal((30, 0), (model.TrainingImageCount, model.ValidationImageCount));
        Assert.Contains(_tiny.Log, m => m.Contains("validation set has no usable image", StringComparison.Ordinal));
    }

    [Fact]
    public void A_column_that_it_lacks_is_told_from_one_of_the_training_set_before_an_image_is_read()
    {
        IDataView noLabel = _tiny.ML.Transforms.DropColumns("Label").Fit(_other.Photos).Transform(_other.Photos);
        Assert.Contains("There is no label column 'Label' in the ValidationSet.", Refused(noLabel), StringComparison.Ordinal);
        IDataView noImage = _tiny.ML.Transforms.DropColumns("ImagePath").Fit(_other.Photos).Transform(_other.Photos);
        Assert.Contains("There is no image column 'ImagePath' in the ValidationSet.", Refused(noImage), StringComparison.Ordinal);
        IDataView numbers = _tiny.ML.Data.LoadFromEnumerable([new { ImagePath = 1f, Label = "red" }]);
        Assert.Contains("The column 'ImagePath' in the ValidationSet is of type Single", Refused(numbers), StringComparison.Ordinal);
        IDataView vectors = _tiny.ML.Data.LoadFromEnumerable([new { ImagePath = "a.png", Label = new float[] { 1 } }]);
        Assert.Contains("The column 'Label' in the ValidationSet is of type", Refused(vectors), StringComparison.Ordinal);

        string Refused(IDataView validation)
        {
            ImageTransferTrainer.Options options = _tiny.Options with { ValidationSet = validation };
            var e = Assert.Throws<ArgumentException>("ValidationSet", () => _tiny.ML.MulticlassClassification.Trainers.ImageTransfer(options)
                .Fit(new UnreadableView(_tiny.Keyed(_tiny.Photos).Schema)));
            return e.Message;
        }
    }

    private double[] Losses(IDataView validation)
    {
        var losses = new List<double>();
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Options with
        {
            ValidationSet = validation,
            MetricsCallback = m => losses.Add(m.ValidationLoss!.Value),
            Threads = 1,
        });
        return [.. losses];
    }
}
