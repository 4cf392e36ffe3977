using Microsoft.ML;
using Microsoft.ML.Data;
using MLTransfer.Data;

namespace MLTransfer.Tests.Extraction;

public sealed class ColumnKindTests : IDisposable
{
    private readonly TinyExtraction _tiny = new();
    private readonly byte[][] _photos = [.. Enumerable.Range(0, 10).Select(TinyExtraction.Png)];

    [Fact]
    public void Paths_bytes_and_decoded_images_give_the_same_features()
    {
        float[][] fromPaths = [.. _tiny.FeaturesRows(Transform("ImagePath", _tiny.PathRows(10))).Select(r => r.Features)];
        float[][] fromBytes = Features(Transform("Image", Bytes(_photos)));
        float[][] fromPixels = Features(Transform("Image", Pixels(_photos)));
        using var reference = new ReferenceNetwork();
        for (int i = 0; i < _photos.Length; i++)
        {
            FeatureAssert.Close(reference.Features(new EncodedImageSource(_photos[i], "")), fromPaths[i]);
            // The bits depend on the batch that an image was in, and the batches are the same.
            Assert.Equal(fromPaths[i], fromBytes[i]);
            Assert.Equal(fromPaths[i], fromPixels[i]);
        }
    }

    [Fact]
    public void Images_that_MLNET_loads_give_the_same_features()
    {
        IDataView photos = _tiny.PathRows(10);
        IDataView loaded = _tiny.ML.Transforms.LoadImages("Image", "", "ImagePath").Fit(photos).Transform(photos);
        IDataView features = Transform("Image", loaded);
        Assert.Equal(_tiny.FeaturesRows(Transform("ImagePath", photos)).Select(r => r.Features), _tiny.FeaturesRows(features).Select(r => r.Features));
    }

    [Fact]
    public void A_bad_row_of_any_kind_is_left_out_and_named_by_its_number()
    {
        foreach (IDataView view in (IDataView[])[Bytes([_photos[0], [1, 2, 3], [], _photos[1]]), Pixels([_photos[0], null, null, _photos[1]])])
        {
            ImageFeatureExtractingTransformer transformer = _tiny.Estimator("Image", _tiny.WithoutCache).Fit(view);
            Assert.Equal(2, Features(transformer.Transform(view)).Length);
            Assert.Equal(["row 1", "row 2"], transformer.BadImages.Select(b => b.Path));
        }
    }

    [Fact]
    public void Relative_paths_start_at_the_image_folder()
    {
        _tiny.PathRows(3);
        IDataView relative = _tiny.ML.Data.LoadFromEnumerable([new PathRow { ImagePath = "001.png" }, new PathRow { ImagePath = _tiny.Folder["002.png"] }]);
        ImageFeatureExtractingTransformer transformer = _tiny.Estimator(options: _tiny.Options with { ImageFolder = _tiny.Folder.Path }).Fit(relative);
        Assert.Equal(2, transformer.Transform(relative).GetColumn<float[]>("Features").Count());
        Assert.Empty(transformer.BadImages);
    }

    [Fact]
    public void A_prediction_engine_takes_bytes_and_decoded_images()
    {
        float[] expected = Features(Transform("Image", Bytes(_photos)))[4];
        FeatureAssert.Close(expected, Predict(Bytes(_photos), new BytesRow { Image = _photos[4] }));
        using MLImage image = Decode(_photos[4])!;
        FeatureAssert.Close(expected, Predict(Pixels(_photos), new PixelsRow { Image = image }));

        float[] Predict<TRow>(IDataView view, TRow row)
            where TRow : class
        {
            using var model = _tiny.Estimator("Image").Fit(view);
            using var engine = _tiny.ML.Model.CreatePredictionEngine<TRow, OnlyFeatures>(model);
            return engine.Predict(row).Features;
        }
    }

    public void Dispose() => _tiny.Dispose();

    private static float[][] Features(IDataView view) => [.. view.GetColumn<float[]>("Features")];

    private static MLImage? Decode(byte[]? photo) => photo is null ? null : MLImage.CreateFromStream(new MemoryStream(photo));

    private IDataView Transform(string column, IDataView view) => _tiny.Estimator(column, _tiny.WithoutCache).Fit(view).Transform(view);

    private IDataView Bytes(byte[][] photos) => _tiny.ML.Data.LoadFromEnumerable(photos.Select(p => new BytesRow { Image = p }).ToArray());

    private IDataView Pixels(byte[]?[] photos) => _tiny.ML.Data.LoadFromEnumerable(photos.Select(p => new PixelsRow { Image = Decode(p) }).ToArray());

    private sealed class OnlyFeatures
    {
        public float[] Features { get; set; } = [];
    }
}
