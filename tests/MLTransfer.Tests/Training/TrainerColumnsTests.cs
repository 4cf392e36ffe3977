using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Tests.Training;

public sealed class TrainerColumnsTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void Encoded_bytes_give_the_same_model_as_paths()
    {
        IDataView bytes = _tiny.ML.Data.LoadFromEnumerable(
            _tiny.Rows().Select(r => new BytesRow { ImagePath = File.ReadAllBytes(r.ImagePath), Label = r.Label }).ToList());
        AssertSame(bytes);
        using var engine = _tiny.ML.Model.CreatePredictionEngine<BytesRow, TinyPrediction>(_tiny.Chain().Fit(bytes));
        Assert.Contains(engine.Predict(new BytesRow { ImagePath = File.ReadAllBytes(_tiny.Rows()[0].ImagePath) }).Predicted, TintedPhotos.Classes);
    }

    [Fact]
    public void MLImages_give_the_same_model_as_paths()
    {
        IDataView images = _tiny.ML.Transforms.LoadImages("Photo", "", "ImagePath")
            .Append(_tiny.ML.Transforms.DropColumns("ImagePath")).Append(_tiny.ML.Transforms.CopyColumns("ImagePath", "Photo"))
            .Fit(_tiny.Photos).Transform(_tiny.Photos);
        AssertSame(images);
    }

    [Fact]
    public void Relative_paths_start_from_the_image_folder()
    {
        IDataView relative = _tiny.View(
            _tiny.Rows().Select(r => new TinyRow { ImagePath = Path.GetRelativePath(_tiny.PhotoFolder, r.ImagePath), Label = r.Label }));
        AssertSame(relative, _tiny.Options with { ImageFolder = _tiny.PhotoFolder });
    }

    private void AssertSame(IDataView photos, ImageTransferTrainer.Options? options = null)
    {
        using ImageTransferTransformer expected = _tiny.Fit(), model = _tiny.Fit(options, photos);
        Assert.Equal(expected.TrainingImageCount, model.TrainingImageCount);
        // The folds may differ, as pixels hash unlike files, so the scores say more than the weights.
        IDataView scored = model.Transform(photos);
        Assert.Equal(36, scored.GetColumn<float[]>("Score").Count());
        using ImageTransferTransformer all = _tiny.Fit(_tiny.Options with { L2Regularization = .01, ValidationSetFraction = 0 });
        using ImageTransferTransformer same = _tiny.Fit((options ?? _tiny.Options) with { L2Regularization = .01, ValidationSetFraction = 0 }, photos);
        Assert.Equal(all.Head.Weights, same.Head.Weights);
        Assert.Equal(all.Head.Bias, same.Head.Bias);
    }

    private sealed class BytesRow
    {
        public byte[] ImagePath { get; set; } = [];

        public string Label { get; set; } = "";
    }
}
