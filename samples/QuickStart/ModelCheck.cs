using Microsoft.ML;
using MLTransfer;
using Samples;

namespace QuickStart;

/// <summary>Whether the saved files say of a few pictures what the trained classifier says.</summary>
internal sealed record ModelCheck(IReadOnlyList<CheckedPicture> Pictures)
{
    private const int MaxPictures = 8;

    /// <summary>Whether both files, loaded by MLTransfer, predict what the trained classifier does.</summary>
    public bool FilesAgree => Pictures.All(p => p.Zip.Agrees && p.Onnx.Agrees);

    public static ModelCheck Run(MLContext ml, TransferResult result, ModelFiles files)
    {
        using var zip = ImageClassifier.Load(files.Zip);
        using var onnx = ImageClassifier.Load(files.Onnx);
        using var stock = new StockClassifier(ml, files.Zip);
        return new ModelCheck([.. ChooseFrom(ml, result).Select(Check)]);

        CheckedPicture Check(Picture picture)
        {
            ImagePrediction trained = result.Model.Predict(picture.ImagePath);
            StockClassifier.Output alone = stock.Predict(picture.ImagePath);
            return new CheckedPicture(
                picture,
                trained,
                Compare(trained, zip.Predict(picture.ImagePath)),
                Compare(trained, onnx.Predict(picture.ImagePath)),
                Compare(trained, alone.PredictedLabel, [.. result.Model.Labels.Zip(alone.Score, KeyValuePair.Create)]));
        }
    }

    /// <summary>One picture of each class: a test picture, or one from training where a class is too small to have any.</summary>
    private static IEnumerable<Picture> ChooseFrom(MLContext ml, TransferResult result)
    {
        var bad = result.BadImages.Select(image => image.Path).ToHashSet();
        return PicturesOf(result.Split.Test).Concat(PicturesOf(result.Split.Train))
            .Where(picture => !bad.Contains(picture.ImagePath))
            .DistinctBy(picture => picture.Label)
            .Take(MaxPictures);

        IEnumerable<Picture> PicturesOf(IDataView view) => ml.Data.CreateEnumerable<Picture>(view, reuseRowObject: false);
    }

    private static Comparison Compare(ImagePrediction trained, ImagePrediction other) => Compare(trained, other.Label, other.Scores);

    private static Comparison Compare(ImagePrediction trained, string label, IReadOnlyCollection<KeyValuePair<string, float>> scores)
        => new(
            label,
            SameLabel: label == trained.Label,
            Difference: scores.Max(score => Math.Abs(score.Value - trained.Scores.GetValueOrDefault(score.Key))));
}
