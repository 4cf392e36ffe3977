using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using SkiaSharp;

namespace MLTransfer.Tests.Extraction;

/// <summary>Saved, the transformer becomes a chain of ML.NET's own. MLTransfer.dll is loaded here, but nothing of it may be in the model.</summary>
public sealed class SavedFeaturesTests : IDisposable
{
    private readonly TinyExtraction _tiny = new();

    [Theory]
    [InlineData(null, FeaturePooling.Average)]
    [InlineData("block1", FeaturePooling.Max)]
    [InlineData("block2", FeaturePooling.Flatten)]
    public void It_gives_the_same_features_for_photos_that_need_no_resize(string? cut, FeaturePooling pooling)
    {
        IDataView photos = Photos(TinyNetwork.Resize.ShortSide, TinyNetwork.Resize.ShortSide);
        ImageFeatureExtractingTransformer model = _tiny.Estimator(options: _tiny.Options with { Cut = cut, Pooling = pooling }).Fit(photos);
        IDataView expected = model.Transform(photos), actual = SaveAndLoad(model, photos).Transform(photos);
        Assert.Equal(expected.Schema["Features"].Type, actual.Schema["Features"].Type);
        foreach ((float[] ours, float[] stock) in Features(expected).Zip(Features(actual)))
            FeatureAssert.Close(ours, stock, tolerance: 1e-3f);
    }

    [Theory]
    [InlineData(40, 40)]
    [InlineData(90, 150)]
    [InlineData(300, 200)]
    public void It_gives_nearly_the_same_features_for_photos_of_another_size(int width, int height)
    {
        IDataView photos = Photos(width, height);
        ImageFeatureExtractingTransformer model = _tiny.Estimator().Fit(photos);
        float[][] stock = Features(SaveAndLoad(model, photos).Transform(photos));
        foreach ((float[] ours, float[] theirs) in Features(model.Transform(photos)).Zip(stock))
            Assert.InRange(FeatureAssert.Cosine(ours, theirs), .99, 1.000001);
    }

    [Fact]
    public void A_column_of_MLImage_can_be_saved_too()
    {
        IDataView paths = Photos(TinyNetwork.Resize.ShortSide, TinyNetwork.Resize.ShortSide);
        IDataView images = _tiny.ML.Transforms.LoadImages("Image", "", "ImagePath").Fit(paths).Transform(paths);
        ImageFeatureExtractingTransformer model = _tiny.Estimator("Image").Fit(images);
        float[][] stock = Features(SaveAndLoad(model, images).Transform(images));
        foreach ((float[] ours, float[] theirs) in Features(model.Transform(images)).Zip(stock))
            FeatureAssert.Close(ours, theirs, tolerance: 1e-3f);
    }

    [Fact]
    public void A_column_of_bytes_cannot_be_saved_and_the_error_says_what_can()
    {
        IDataView bytes = _tiny.ML.Data.LoadFromEnumerable([new BytesRow { Image = TinyExtraction.Png(1) }]);
        ImageFeatureExtractingTransformer model = _tiny.Estimator("Image").Fit(bytes);
        var error = Assert.Throws<NotSupportedException>(() => _tiny.ML.Model.Save(model, bytes.Schema, _tiny.Folder["model.zip"]));
        Assert.Contains("'Image'", error.Message, StringComparison.Ordinal);
        Assert.Contains("paths", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_chain_predicts_the_same_after_loading()
    {
        IDataView photos = Photos(TinyNetwork.Resize.ShortSide, TinyNetwork.Resize.ShortSide);
        ITransformer model = _tiny.ML.Transforms.Conversion.MapValueToKey("Label")
            .Append(_tiny.Estimator())
            .Append(_tiny.ML.MulticlassClassification.Trainers.LbfgsMaximumEntropy())
            .Append(_tiny.ML.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(photos);
        Assert.Equal(
            model.Transform(photos).GetColumn<string>("PredictedLabel"),
            SaveAndLoad(model, photos).Transform(photos).GetColumn<string>("PredictedLabel"));
    }

    public void Dispose() => _tiny.Dispose();

    private static float[][] Features(IDataView view) => [.. view.GetColumn<float[]>("Features")];

    private ITransformer SaveAndLoad(ITransformer model, IDataView view)
    {
        string path = _tiny.Folder["model.zip"];
        _tiny.ML.Model.Save(model, view.Schema, path);
        ITransformer loaded = new MLContext().Model.Load(path, out DataViewSchema schema);
        // ML.NET does not write columns of images to the schema.
        Assert.Equal(view.Schema.Where(c => c.Type is not ImageDataViewType).Select(c => c.Name), schema.Select(c => c.Name));
        Assert.All(Parts(loaded), part => Assert.StartsWith("Microsoft.ML", part.GetType().Assembly.GetName().Name, StringComparison.Ordinal));
        return loaded;

        static IEnumerable<ITransformer> Parts(ITransformer part)
            => part is IEnumerable<ITransformer> chain ? chain.SelectMany(Parts) : [part];
    }

    private IDataView Photos(int width, int height)
    {
        var rows = new List<PathRow>();
        for (int i = 0; i < 9; i++)
        {
            using var tiny = SKBitmap.Decode(TinyExtraction.Png(i));
            using SKBitmap sized = tiny.Resize(new SKImageInfo(width, height), SKFilterQuality.High);
            using SKData png = sized.Encode(SKEncodedImageFormat.Png, 100);
            string path = _tiny.Folder[$"{i}.png"];
            File.WriteAllBytes(path, png.ToArray());
            rows.Add(new PathRow { ImagePath = path, Label = TinyPhotos.Classes[i % 3] });
        }

        return _tiny.ML.Data.LoadFromEnumerable(rows);
    }
}
