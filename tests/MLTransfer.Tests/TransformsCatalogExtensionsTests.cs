using Microsoft.ML;
using MLTransfer.Tests.Extraction;

namespace MLTransfer.Tests;

public sealed class TransformsCatalogExtensionsTests : IDisposable
{
    private readonly TinyExtraction _tiny = new();

    [Fact]
    public void What_is_missing_is_named()
    {
        TransformsCatalog transforms = _tiny.ML.Transforms;
        Assert.Equal("catalog", Refused(() => TransformsCatalogExtensions.ExtractImageFeatures(null!, "Features", "ImagePath", _tiny.Backbone)));
        Assert.Equal("outputColumnName", Refused(() => transforms.ExtractImageFeatures("", "ImagePath", _tiny.Backbone)));
        Assert.Equal("inputColumnName", Refused(() => transforms.ExtractImageFeatures("Features", null!, _tiny.Backbone)));
        Assert.Equal("backbone", Refused(() => transforms.ExtractImageFeatures("Features", "ImagePath", null!)));

        static string? Refused(Func<object> call) => Assert.ThrowsAny<ArgumentException>(call).ParamName;
    }

    [Fact]
    public void Nothing_is_loaded_before_the_estimator_is_used()
    {
        TransformsCatalog transforms = _tiny.ML.Transforms;
        File.WriteAllText(_tiny.Folder["broken.onnx"], "no network");
        ImageFeatureExtractingEstimator estimator = transforms.ExtractImageFeatures("Features", "ImagePath", Backbone.FromOnnx(_tiny.Folder["broken.onnx"]));
        IDataView photos = _tiny.PathRows(1);
        var error = Assert.ThrowsAny<MLTransferException>(() => estimator.Fit(photos));
        Assert.Contains("broken.onnx", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cut_is_checked_when_fitting()
    {
        IDataView photos = _tiny.PathRows(1);
        ImageFeatureExtractingEstimator estimator = _tiny.Estimator(options: _tiny.Options with { Cut = "layer9" });
        Assert.Contains("'layer9'", Assert.Throws<BackboneException>(() => estimator.Fit(photos)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _tiny.Dispose();
}
