using Microsoft.ML;
using MLTransfer.Tests.Training.FineTuning;

namespace MLTransfer.Tests.Training;

public sealed class TrainingDataTests : IDisposable
{
    private readonly TinyTraining _tiny = new(perClass: 8);

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void One_class_is_not_enough_and_no_row_is_read_where_the_keys_tell()
    {
        IDataView red = _tiny.Keyed(_tiny.View(_tiny.Rows().Where(r => r.Label == "red")));
        var e = Assert.Throws<TrainingDataException>(
            () => _tiny.ML.MulticlassClassification.Trainers.ImageTransfer(_tiny.Options).Fit(new UnreadableView(red.Schema)));
        Assert.Contains("two classes or more; all labels in the column 'Label' are 'red'.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_class_of_several_keys_is_refused_before_an_image_is_read(bool hasLabels)
    {
        IDataView rows = _tiny.View(_tiny.Rows().Where(r => r.Label == "red").Append(new TinyRow { ImagePath = "none.png" }).Select(r => new TinyRow
        {
            ImagePath = r.ImagePath,
            Label = hasLabels ? r.Label : "",
        }));
        IDataView keyed = _tiny.ML.Transforms.Conversion.MapValueToKey("Label").Fit(_tiny.Photos).Transform(rows);
        var read = new List<ExtractionProgress>();
        ImageTransferTrainer.Options options = _tiny.Options with { Progress = new Recorder(read), BadImages = BadImagePolicy.Fail };
        var e = Assert.Throws<TrainingDataException>(() => _tiny.ML.MulticlassClassification.Trainers.ImageTransfer(options).Fit(keyed));
        Assert.Contains(hasLabels ? "all labels in the column 'Label' are 'red'" : "the column 'Label' has no label", e.Message, StringComparison.Ordinal);
        Assert.Empty(read);
    }

    [Fact]
    public void A_folder_of_one_class_is_refused_before_an_image_is_read()
    {
        string folder = Directory.CreateDirectory(_tiny["one/red"]).Parent!.FullName;
        File.Copy(_tiny.Rows()[0].ImagePath, Path.Combine(folder, "red", "1.png"));
        var phases = new List<TransferPhase>();
        var e = Assert.Throws<TrainingDataException>(() => TransferPipeline.FromFolder(folder).Configure(_ => _tiny.Options)
            .Run(new Recorder(phases), TestContext.Current.CancellationToken));
        Assert.Contains("'red'", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(TransferPhase.ExtractTraining, phases);
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

    private sealed class Recorder : IProgress<ExtractionProgress>, IProgress<TransferProgress>
    {
        private readonly List<ExtractionProgress> _extractions = [];
        private readonly List<TransferPhase> _phases = [];

        public Recorder(List<ExtractionProgress> extractions) => _extractions = extractions;

        public Recorder(List<TransferPhase> phases) => _phases = phases;

        public void Report(ExtractionProgress value) => _extractions.Add(value);

        public void Report(TransferProgress value) => _phases.Add(value.Phase);
    }
}
