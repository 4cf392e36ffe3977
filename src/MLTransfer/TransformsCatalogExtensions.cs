using Microsoft.ML;
using MLTransfer.Data;

namespace MLTransfer;

/// <summary>Adds bottleneck features to <c>mlContext.Transforms</c>.</summary>
public static class TransformsCatalogExtensions
{
    /// <summary>Extracts the bottleneck features of images, for use by any trainer.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column that receives the features: a vector of float.</param>
    /// <param name="inputColumnName">The column of images: paths (text), encoded images (vector of bytes) or MLImage.</param>
    /// <param name="backbone">The pretrained network.</param>
    /// <param name="options">Where it is cut, and how extraction goes.</param>
    public static ImageFeatureExtractingEstimator ExtractImageFeatures(
        this TransformsCatalog catalog, string outputColumnName, string inputColumnName, Backbone backbone, ExtractionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        ArgumentNullException.ThrowIfNull(backbone);
        return new ImageFeatureExtractingEstimator(
            catalog.GetEnvironment(), outputColumnName, inputColumnName, backbone, options ?? new ExtractionOptions());
    }
}
