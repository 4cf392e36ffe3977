using Microsoft.ML;
using MLTransfer.Data;

namespace MLTransfer;

/// <summary>Adds bottleneck features and augmentation to <c>mlContext.Transforms</c>.</summary>
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

    /// <summary>
    /// Makes a view of each image: an MLImage of the size of the crop, the same whenever the same image is read. For training only: a transformer
    /// of it cannot be saved.
    /// </summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column that receives the views: MLImage.</param>
    /// <param name="inputColumnName">The column of images: paths (text), encoded images (vector of bytes) or MLImage.</param>
    /// <param name="augmentation">How views are made.</param>
    /// <param name="options">Which view, of what size.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static ImageAugmentingEstimator AugmentImages(
        this TransformsCatalog catalog, string outputColumnName, string inputColumnName, ImageAugmentation augmentation,
        ImageAugmentingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        ArgumentNullException.ThrowIfNull(augmentation);
        options ??= new ImageAugmentingOptions();
        options.Resize.Validate();
        return new ImageAugmentingEstimator(catalog.GetEnvironment(), outputColumnName, inputColumnName, augmentation, options);
    }
}
