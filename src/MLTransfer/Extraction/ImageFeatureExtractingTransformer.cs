using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLTransfer.Extraction;

namespace MLTransfer;

/// <summary>
/// Adds a column with the bottleneck features of the image in another column. Saved with <c>mlContext.Model.Save</c>, it becomes a chain of
/// ML.NET's own transformers that loads where this library is absent.
/// </summary>
public sealed class ImageFeatureExtractingTransformer : ImageTransformer
{
    private readonly string _outputColumnName;
    private readonly ImageNetwork _network;

    internal ImageFeatureExtractingTransformer(
        IHostEnvironment environment, string outputColumnName, DataViewSchema.Column imageColumn, ImageNetwork network, ExtractionOptions options)
        : base(
            new ImageTransform(
                new FeatureExtractor(network, options), imageColumn.Name, new FeatureVectorColumn(outputColumnName, network.Length),
                new BadImageCollector(environment, options.BadImages), options),
            imageColumn)
        => (_outputColumnName, _network) = (outputColumnName, network);

    /// <summary>The number of features.</summary>
    public int FeatureCount => _network.Length;

    private protected override StockPipeline CreateStockPipeline(DataViewSchema.Column imageColumn)
        => new(_network, _outputColumnName, imageColumn, ImageTransform.Options.ImageFolder);
}
