using Google.Protobuf;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Microsoft.ML.Transforms.Onnx;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Extraction;

/// <summary>
/// Builds what a transformer is saved as: a chain of ML.NET's own transformers (LoadImages, ResizeImages, ExtractPixels, ApplyOnnxModel)
/// around the same network, which a program without this library can load.
/// </summary>
/// <remarks>
/// ML.NET reads the network from a file again when it saves, and leaves behind the one it makes of a stream; so the file is ours, and goes
/// with this object.
/// </remarks>
internal sealed class StockPipeline : IDisposable
{
    private const string Image = "MLTransferImage";
    private readonly string _networkFile = Path.Combine(Path.GetTempPath(), $"mltransfer-{Guid.NewGuid():N}.onnx");

    /// <summary>The chain from a column of paths or images to a column with what a network computes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="outputColumnName">The column that receives its output.</param>
    /// <param name="imageColumn">The image column.</param>
    /// <param name="imageFolder">The folder that relative paths start from.</param>
    /// <exception cref="NotSupportedException">The column holds encoded bytes, which no transformer of ML.NET decodes.</exception>
    public StockPipeline(ImageNetwork network, string outputColumnName, DataViewSchema.Column imageColumn, string? imageFolder)
    {
        bool holdsPaths = imageColumn.Type is TextDataViewType;
        if (!holdsPaths && imageColumn.Type is not ImageDataViewType)
        {
            throw new NotSupportedException(
                $"The column '{imageColumn.Name}' holds encoded images, and ML.NET has no transformer of its own that decodes them. " +
                "Train on a column of paths or of MLImage to save the model this way, or save the classifier alone with ImageClassifier.");
        }

        try
        {
            Transformer = Fit(network, outputColumnName, imageColumn.Name, holdsPaths, imageFolder ?? "");
        }
        catch
        {
            File.Delete(_networkFile);
            throw;
        }
    }

    /// <summary>The chain; usable and to be saved until this object is disposed.</summary>
    public ITransformer Transformer { get; private set; }

    /// <summary>Lets another transformer follow.</summary>
    public void Append(ITransformer next) => Transformer = new TransformerChain<ITransformer>(Transformer, next);

    public void Dispose()
    {
        (Transformer as IDisposable)?.Dispose();
        File.Delete(_networkFile);
    }

    private TransformerChain<OnnxTransformer> Fit(
        ImageNetwork network, string outputColumnName, string imageColumnName, bool holdsPaths, string imageFolder)
    {
        var ml = new MLContext();
        int size = network.Resize.ShortSide;
        ModelProto photoNetwork = CentreCrop.Prepend(network.Network, size);
        FlatOutput.Append(photoNetwork, network.Output, network.Length, outputColumnName);
        string photo = photoNetwork.Graph.Input[0].Name;
        using (FileStream file = File.Create(_networkFile))
            photoNetwork.WriteTo(file);
        IEstimator<ITransformer> load = holdsPaths
            ? ml.Transforms.LoadImages(Image, imageFolder, imageColumnName)
            : ml.Transforms.CopyColumns(Image, imageColumnName);
        return load
            .Append(ml.Transforms.ResizeImages(Image, size, size, Image, ImageResizingEstimator.ResizingKind.IsoCrop))
            .Append(ml.Transforms.ExtractPixels(photo, Image))
            .Append(ml.Transforms.ApplyOnnxModel([outputColumnName], [photo], _networkFile))
            .Fit(holdsPaths ? Empty<PathRow>(ml, imageColumnName) : Empty<ImageRow>(ml, imageColumnName));
    }

    /// <summary>A view without rows: enough to fit transformers that learn nothing.</summary>
    private static IDataView Empty<TRow>(MLContext ml, string columnName)
        where TRow : class
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(TRow));
        definition[0].ColumnName = columnName;
        return ml.Data.LoadFromEnumerable<TRow>([], definition);
    }

    private sealed class PathRow
    {
        public string Value { get; set; } = "";
    }

    private sealed class ImageRow
    {
        [ImageType(1, 1)]
        public MLImage? Value { get; set; }
    }
}
