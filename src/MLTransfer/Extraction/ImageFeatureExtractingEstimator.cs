using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer;

/// <summary>
/// Makes a transformer that adds the bottleneck features of images: the activations of a frozen backbone at a cut, as one vector an image.
/// There is nothing to learn: fitting loads the backbone, and reads rows only to calibrate <see cref="Precision.Int8"/>.
/// </summary>
public sealed class ImageFeatureExtractingEstimator : IEstimator<ImageFeatureExtractingTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly string _outputColumnName;
    private readonly string _inputColumnName;
    private readonly Backbone _backbone;
    private readonly ExtractionOptions _options;
    private ImageNetwork? _network;

    internal ImageFeatureExtractingEstimator(
        IHostEnvironment environment, string outputColumnName, string inputColumnName, Backbone backbone, ExtractionOptions options)
    {
        options.ValidatePrecision();
        if (options.Cut == Cut.Auto)
        {
            throw new ArgumentException(
                "Cut is Cut.Auto, which chooses by labels, and here there are none. Set Cut and Pooling to what ml.ProbeStages(images) recommends, " +
                "or use a trainer or pipeline, which can choose.", nameof(options));
        }

        _environment = environment;
        _outputColumnName = outputColumnName;
        _inputColumnName = inputColumnName;
        _backbone = backbone;
        _options = options;
    }

    private ImageNetwork Network => _network ??= ImageNetwork.OfFeatures(_backbone, _options.Cut, _options.Pooling);

    /// <summary>Loads the backbone, and calibrates it on images of the input if it is to run in int8.</summary>
    /// <exception cref="ArgumentException">The input column does not exist or holds no images.</exception>
    /// <exception cref="MLTransferException">The backbone cannot be loaded or cut.</exception>
    public ImageFeatureExtractingTransformer Fit(IDataView input)
    {
        DataViewSchema.Column column = ImageColumn.Find(input.Schema, _inputColumnName).Column;
        ImageNetwork network = Network;
        if (_options.Precision == Precision.Int8)
        {
            (network, Int8Report report) = Int8Network.Create(
                network, ImageColumn.SourcesIn(input, _inputColumnName, _options.ImageFolder), _options);
            report.Log(_environment, _options.Precision);
        }

        return new ImageFeatureExtractingTransformer(_environment, _outputColumnName, column, network, _options);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ImageShapes.RequireImage(inputSchema, _inputColumnName);
        return ImageShapes.Append(inputSchema, new FeatureVectorColumn(_outputColumnName, Network.Length));
    }
}
