using Microsoft.ML;

namespace MLTransfer.Tests.Training;

public sealed class TrainingDataTests : IDisposable
{
    private readonly TinyTraining _tiny = new(perClass: 8);

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void One_class_is_not_enough()
    {
        var e = Assert.Throws<TrainingDataException>(() => _tiny.Fit(photos: _tiny.View(_tiny.Rows().Where(r => r.Label == "red"))));
        Assert.Contains("8 images", e.Message);
        Assert.Contains("'red'", e.Message);
    }

    [Fact]
    public void One_class_with_usable_images_is_not_enough_either()
    {
        List<TinyRow> rows = [.. _tiny.Rows().Where(r => r.Label != "green")];
        rows.Where(r => r.Label == "blue").ToList().ForEach(r => r.ImagePath = "none.png");
        Assert.Contains("all of 'red'", Assert.Throws<TrainingDataException>(() => _tiny.Fit(photos: _tiny.View(rows))).Message);
    }

    [Fact]
    public void No_usable_image_is_not_enough()
    {
        List<TinyRow> rows = _tiny.Rows();
        rows.ForEach(r => r.ImagePath = "none.png");
        Assert.Contains("0 images", Assert.Throws<TrainingDataException>(() => _tiny.Fit(photos: _tiny.View(rows))).Message);
    }

    [Fact]
    public void A_class_without_a_usable_image_is_warned_of_and_hardly_predicted()
    {
        List<TinyRow> rows = _tiny.Rows();
        rows.Where(r => r.Label == "green").ToList().ForEach(r => r.ImagePath = "none.png");
        using ImageTransferTransformer model = _tiny.Fit(photos: _tiny.View(rows));
        Assert.Contains(_tiny.Log, m => m.Contains("'green' has no usable training image", StringComparison.Ordinal));
        Assert.Equal(TintedPhotos.Classes, model.Labels);
        Assert.Equal(8, model.BadImages.Count + 7); // one image, met eight times
    }

    [Fact]
    public void Bad_images_are_left_out_listed_and_logged()
    {
        List<TinyRow> rows = _tiny.Rows();
        string text = _tiny["text.png"], empty = _tiny["empty.png"], half = _tiny["half.png"];
        File.WriteAllText(text, "no image");
        File.WriteAllText(empty, "");
        File.WriteAllBytes(half, File.ReadAllBytes(rows[0].ImagePath)[..60]);
        (rows[1].ImagePath, rows[9].ImagePath, rows[17].ImagePath) = (text, empty, half);
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Options with { ValidationSetFraction = 0 }, _tiny.View(rows));
        Assert.Equal(21, model.TrainingImageCount);
        Assert.Equal([text, empty, half], model.BadImages.Select(b => b.Path));
        Assert.All(model.BadImages, b => Assert.Contains(_tiny.Log, m => m.Contains(b.ToString(), StringComparison.Ordinal)));
    }

    [Fact]
    public void The_other_images_keep_their_labels()
    {
        // A left-out image must not shift the labels of those after it.
        List<TinyRow> rows = _tiny.Rows();
        IEnumerable<TinyRow> WithBad(TinyRow row) => [new() { ImagePath = "none.png", Label = "red" }, row, new() { ImagePath = row.ImagePath, Label = "" }];
        IDataView RedFirst(IEnumerable<TinyRow> all) => _tiny.View(all.OrderBy(r => r.Label != "red"));
        ImageTransferTrainer.Options options = _tiny.Options with { ValidationSetFraction = 0 };
        using ImageTransferTransformer expected = _tiny.Fit(options, RedFirst(rows)), model = _tiny.Fit(options, RedFirst(rows.SelectMany(WithBad)));
        Assert.Equal(expected.Labels, model.Labels);
        Assert.Equal(expected.Head.Weights, model.Head.Weights);
    }

    [Fact]
    public void A_bad_image_fails_the_run_where_it_should()
    {
        List<TinyRow> rows = _tiny.Rows();
        rows[5].ImagePath = _tiny["none.png"];
        var e = Assert.Throws<BadImageException>(() => _tiny.Fit(_tiny.Options with { BadImages = BadImagePolicy.Fail }, _tiny.View(rows)));
        Assert.Equal(rows[5].ImagePath, e.Image.Path);
    }

    [Fact]
    public void One_photo_over_and_over_trains_without_harm()
    {
        List<TinyRow> rows = _tiny.Rows();
        rows.ForEach(r => r.ImagePath = rows[0].ImagePath);
        using ImageTransferTransformer model = _tiny.Fit(photos: _tiny.View(rows));
        Assert.All(model.Head.Score(new float[TinyNetwork.Features]), s => Assert.Equal(1 / 3f, s, 1e-3f));
    }

    [Fact]
    public void One_image_a_class_is_enough()
    {
        using ImageTransferTransformer model = _tiny.Fit(photos: _tiny.View(_tiny.Rows().DistinctBy(r => r.Label)));
        Assert.Equal((3, 0), (model.TrainingImageCount, model.ValidationImageCount));
        Assert.Equal(.01, model.L2Regularization);
    }
}
