using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer;

/// <summary>Makes a transformer that adds one view of each image. There is nothing to learn; fitting reads no row.</summary>
public sealed class ImageAugmentingEstimator : IEstimator<ImageAugmentingTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly string _outputColumnName;
    private readonly string _inputColumnName;
    private readonly ImageAugmentation _augmentation;
    private readonly ImageAugmentingOptions _options;

    internal ImageAugmentingEstimator(
        IHostEnvironment environment, string outputColumnName, string inputColumnName, ImageAugmentation augmentation, ImageAugmentingOptions options)
    {
        _environment = environment;
        _outputColumnName = outputColumnName;
        _inputColumnName = inputColumnName;
        _augmentation = augmentation;
        _options = options;
    }

    /// <summary>Checks the input column.</summary>
    /// <exception cref="ArgumentException">The input column does not exist or holds no images.</exception>
    public ImageAugmentingTransformer Fit(IDataView input)
        => new(_environment, _outputColumnName, ImageColumn.Find(input.Schema, _inputColumnName).Column, _augmentation, _options);

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ImageShapes.RequireImage(inputSchema, _inputColumnName);
        return ImageShapes.Append(inputSchema, new ViewColumn(_outputColumnName, _options.Resize.CropWidth, _options.Resize.CropHeight));
    }
}
