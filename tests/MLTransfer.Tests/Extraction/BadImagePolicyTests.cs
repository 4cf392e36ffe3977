using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Tests.Extraction;

public sealed class BadImagePolicyTests : IDisposable
{
    private readonly TinyExtraction _tiny = new();

    [Fact]
    public void Bad_images_are_listed_once_and_logged_once_however_often_they_are_met()
    {
        IDataView photos = _tiny.PathRows(20, 2, 7, 8);
        ImageFeatureExtractingTransformer transformer = _tiny.Estimator().Fit(photos);
        Assert.Empty(transformer.BadImages);
        for (int pass = 0; pass < 3; pass++)
            Assert.Equal(17, transformer.Transform(photos).GetColumn<float[]>("Features").Count());
        string[] paths = [_tiny.Folder["002.png"], _tiny.Folder["007.png"], _tiny.Folder["008.png"]];
        Assert.Equal(paths, transformer.BadImages.Select(b => b.Path));
        Assert.All(transformer.BadImages, b => Assert.Equal(BadImageKind.NotAnImage, b.Kind));
        // Beside the count, which each view logs at its end.
        string[] named = [.. _tiny.Warnings.Where(w => !w.Contains("3 of 20 images", StringComparison.Ordinal))];
        Assert.Equal(3, named.Length);
        Assert.Equal(3, _tiny.Warnings.Length - named.Length);
        Assert.All(paths.Zip(named), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Features")]
    [InlineData("Before")]
    public void The_policy_Fail_stops_at_the_first_bad_image_and_names_it(string column)
    {
        IDataView photos = _tiny.PathRows(20, 7, 8);
        IDataView view = _tiny.Estimator(options: _tiny.Options with { BadImages = BadImagePolicy.Fail }).Fit(photos).Transform(photos);
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema[column]]);
        for (int i = 0; i < 7; i++)
            Assert.True(cursor.MoveNext());
        BadImage image = Assert.Throws<BadImageException>(() => cursor.MoveNext()).Image;
        Assert.Equal(_tiny.Folder["007.png"], image.Path);
    }

    [Fact]
    public void The_policy_Fail_fails_a_whole_chain()
    {
        IDataView photos = _tiny.PathRows(20, 19);
        var chain = _tiny.ML.Transforms.Conversion.MapValueToKey("Label")
            .Append(_tiny.Estimator(options: _tiny.Options with { BadImages = BadImagePolicy.Fail }))
            .Append(_tiny.ML.MulticlassClassification.Trainers.LbfgsMaximumEntropy());
        Exception error = Assert.ThrowsAny<Exception>(() => chain.Fit(photos));
        Assert.Equal(_tiny.Folder["019.png"], Assert.IsType<BadImageException>(error.GetBaseException()).Image.Path);
    }

    [Fact]
    public void A_view_of_nothing_but_bad_images_has_no_rows()
    {
        IDataView photos = _tiny.PathRows(5, 0, 1, 2, 3, 4);
        IDataView view = _tiny.Estimator().Fit(photos).Transform(photos);
        Assert.Empty(view.Numbers());
        Assert.Equal(0, view.GetRowCount());
        Assert.Equal(6, _tiny.Warnings.Length);
        Assert.Contains("5 of 5 images", _tiny.Warnings[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_logged_once_and_stops_nothing()
    {
        IDataView photos = _tiny.PathRows(10);
        string path = _tiny.Folder["in the way"];
        File.WriteAllText(path, "");
        ImageFeatureExtractingTransformer transformer = _tiny.Estimator(options: _tiny.Options with { WorkspacePath = path }).Fit(photos);
        for (int pass = 0; pass < 2; pass++)
            Assert.Equal(10, transformer.Transform(photos).GetColumn<float[]>("Features").Count());
        Assert.Contains(path, Assert.Single(_tiny.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_trouble_logs_no_warning()
    {
        IDataView photos = _tiny.PathRows(10);
        Assert.Equal(10, _tiny.Estimator().Fit(photos).Transform(photos).GetColumn<float[]>("Features").Count());
        Assert.Empty(_tiny.Warnings);
    }

    public void Dispose() => _tiny.Dispose();
}
