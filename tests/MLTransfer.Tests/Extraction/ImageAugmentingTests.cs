using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MLTransfer.Tests.Imaging;
using MLTransfer.Tests.Imaging.Augmentation;

namespace MLTransfer.Tests.Extraction;

public sealed class ImageAugmentingTests : IDisposable
{
    private static readonly ResizePolicy Small = new() { ShortSide = 24, CropHeight = 16, CropWidth = 20 };

    private readonly TinyExtraction _tiny = new();

    private static ImageAugmentingOptions Options => new() { Resize = Small };

    [Fact]
    public void Paths_and_bytes_give_the_views_that_the_pipeline_makes()
    {
        IDataView paths = _tiny.PathRows(5);
        byte[][] photos = [.. Enumerable.Range(0, 5).Select(TinyExtraction.Png)];
        IDataView bytes = _tiny.ML.Data.LoadFromEnumerable(photos.Select(p => new BytesRow { Image = p }).ToArray());
        ImageAugmentingOptions options = Options with { View = 3, Seed = 9 };
        float[][] fromPaths = Pixels(Estimator("ImagePath", options).Fit(paths).Transform(paths));
        float[][] fromBytes = Pixels(Estimator("Image", options).Fit(bytes).Transform(bytes));
        Assert.Equal(5, fromPaths.Length);
        for (int i = 0; i < photos.Length; i++)
        {
            float[] expected = Views.Of(Views.Encoded(photos[i]), ImageAugmentation.Default, Small, 3, 9);
            TestPicture.AssertClose(expected, fromPaths[i], .501);
            Assert.Equal(fromPaths[i], fromBytes[i]);
        }
    }

    [Fact]
    public void Decoded_images_give_views_too()
    {
        using MLImage image = MLImage.CreateFromStream(new MemoryStream(TinyExtraction.Png(1)));
        IDataView rows = _tiny.ML.Data.LoadFromEnumerable([new PixelsRow { Image = image }]);
        float[] view = Assert.Single(Pixels(Estimator("Image", Options with { View = 0 }).Fit(rows).Transform(rows)));
        TestPicture.AssertClose(TestPicture.Run(TinyExtraction.Png(1), Small), view, .501);
        // Its content is its pixels, not the bytes that they once were.
        float[] first = Assert.Single(Pixels(Estimator("Image", Options).Fit(rows).Transform(rows)));
        Assert.Equal(first, Assert.Single(Pixels(Estimator("Image", Options).Fit(rows).Transform(rows))));
        Assert.NotEqual(first, view);
    }

    [Fact]
    public void The_column_is_an_image_of_the_size_of_the_crop()
    {
        IDataView photos = _tiny.PathRows(1);
        ImageAugmentingEstimator estimator = Estimator("ImagePath", Options);
        var type = Assert.IsType<ImageDataViewType>(estimator.Fit(photos).GetOutputSchema(photos.Schema)["View"].Type);
        Assert.Equal((20, 16), (type.Width, type.Height));
        SchemaShape.Column shape = Assert.Single(estimator.GetOutputSchema(ShapeOfPaths()), c => c.Name == "View");
        Assert.IsType<ImageDataViewType>(shape.ItemType);
        Assert.Throws<ArgumentException>(() => Estimator("Nothing", Options).GetOutputSchema(ShapeOfPaths()));
        Assert.Throws<ArgumentException>(() => Estimator("Before", Options).Fit(photos));
    }

    [Fact]
    public void The_views_go_on_to_MLNET_and_to_the_features_of_a_backbone()
    {
        IDataView photos = _tiny.PathRows(4);
        var chain = Estimator("ImagePath", Options)
            .Append(_tiny.ML.Transforms.ExtractPixels("Pixels", "View"))
            .Append(_tiny.ML.Transforms.ExtractImageFeatures("Features", "View", _tiny.Backbone, _tiny.WithoutCache));
        IDataView rows = chain.Fit(photos).Transform(photos);
        Assert.Equal(4, rows.GetColumn<float[]>("Features").Count());
        float[] pixels = rows.GetColumn<float[]>("Pixels").First(); // red, green, blue, as the pipeline has them
        TestPicture.AssertClose(Views.Of(Views.Encoded(TinyExtraction.Png(0)), ImageAugmentation.Default, Small), pixels, .501);
    }

    [Fact]
    public void Bad_images_are_left_out_and_named_or_fail()
    {
        IDataView photos = _tiny.PathRows(6, 1, 4);
        ImageAugmentingTransformer transformer = Estimator("ImagePath", Options).Fit(photos);
        Assert.Equal([0, 2, 3, 5], transformer.Transform(photos).Numbers());
        Assert.Equal([_tiny.Folder["001.png"], _tiny.Folder["004.png"]], transformer.BadImages.Select(b => b.Path));
        Assert.Throws<BadImageException>(
            () => Pixels(Estimator("ImagePath", Options with { BadImages = BadImagePolicy.Fail }).Fit(photos).Transform(photos)));
    }

    [Fact]
    public void A_prediction_engine_gives_the_same_view()
    {
        IDataView photos = _tiny.PathRows(2);
        ImageAugmentingTransformer transformer = Estimator("ImagePath", Options).Fit(photos);
        using var engine = _tiny.ML.Model.CreatePredictionEngine<PathRow, ViewRow>(transformer);
        using MLImage view = engine.Predict(new PathRow { ImagePath = _tiny.Folder["001.png"] }).View!;
        Assert.Equal(Pixels(transformer.Transform(photos))[1], Planes(view));
    }

    [Fact]
    public void It_cannot_be_saved_and_says_why()
    {
        IDataView photos = _tiny.PathRows(1);
        ITransformer transformer = Estimator("ImagePath", Options).Fit(photos);
        Exception error = Assert.ThrowsAny<Exception>(() => _tiny.ML.Model.Save(transformer, photos.Schema, _tiny.Folder["model.zip"]));
        Assert.Contains("for training", Assert.IsType<NotSupportedException>(error.GetBaseException()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_or_wrong_is_named()
    {
        TransformsCatalog transforms = _tiny.ML.Transforms;
        Assert.Throws<ArgumentNullException>(
            "catalog", () => TransformsCatalogExtensions.AugmentImages(null!, "View", "ImagePath", ImageAugmentation.None));
        Assert.Throws<ArgumentException>("outputColumnName", () => transforms.AugmentImages("", "ImagePath", ImageAugmentation.None));
        Assert.Throws<ArgumentNullException>("inputColumnName", () => transforms.AugmentImages("View", null!, ImageAugmentation.None));
        Assert.Throws<ArgumentNullException>("augmentation", () => transforms.AugmentImages("View", "ImagePath", null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageAugmentingOptions { View = -1 });
        Assert.Throws<ArgumentException>(
            () => transforms.AugmentImages("View", "ImagePath", ImageAugmentation.None, new() { Resize = Small with { ShortSide = 10 } }));
    }

    public void Dispose() => _tiny.Dispose();

    private static float[] Planes(MLImage image)
    {
        int plane = image.Width * image.Height;
        ReadOnlySpan<byte> bgra = image.Pixels;
        float[] planes = new float[3 * plane];
        for (int i = 0; i < planes.Length; i++)
            planes[i] = bgra[(4 * (i % plane)) + 2 - (i / plane)];
        return planes;
    }

    private static float[][] Pixels(IDataView view)
    {
        var all = new List<float[]>();
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["View"]]);
        ValueGetter<MLImage> get = cursor.GetGetter<MLImage>(view.Schema["View"]);
        MLImage image = null!;
        while (cursor.MoveNext())
        {
            get(ref image);
            all.Add(Planes(image));
        }

        image?.Dispose();
        return [.. all];
    }

    private SchemaShape ShapeOfPaths() => _tiny.ML.Transforms.CustomMapping<NoRow, PathRow>((_, _) => { }, null).GetOutputSchema(new SchemaShape([]));

    private ImageAugmentingEstimator Estimator(string column, ImageAugmentingOptions options)
        => _tiny.ML.Transforms.AugmentImages("View", column, ImageAugmentation.Default, options);

    private sealed class NoRow;

    private sealed class ViewRow
    {
        [ImageType(16, 20)]
        public MLImage? View { get; set; }
    }
}
