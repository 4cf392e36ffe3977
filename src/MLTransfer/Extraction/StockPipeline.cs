using Google.Protobuf;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Extraction;

/// <summary>
/// Builds what a transformer is saved as: a chain of ML.NET's own transformers (LoadImages, ResizeImages, ExtractPixels, ApplyOnnxModel)
/// around the same network, which a program without this library can load.
/// </summary>
internal static class StockPipeline
{
    private const string Image = "MLTransferImage";

    /// <summary>The chain from a column of paths or images to a column with what a network computes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="outputColumnName">The column that receives its output.</param>
    /// <param name="imageColumn">The image column.</param>
    /// <param name="imageFolder">The folder that relative paths start from.</param>
    /// <exception cref="NotSupportedException">The column holds encoded bytes, which no transformer of ML.NET decodes.</exception>
    public static ITransformer Create(ImageNetwork network, string outputColumnName, DataViewSchema.Column imageColumn, string? imageFolder)
    {
        var ml = new MLContext();
        bool holdsPaths = imageColumn.Type is TextDataViewType;
        if (!holdsPaths && imageColumn.Type is not ImageDataViewType)
        {
            throw new NotSupportedException(
                $"The column '{imageColumn.Name}' holds encoded images, and ML.NET has no transformer of its own that decodes them. Train on a column " +
                "of paths or of MLImage to save the model this way, or save the classifier alone with ImageClassifier.");
        }

        int size = network.Resize.ShortSide;
        ModelProto photoNetwork = CentreCrop.Prepend(network.Network, size);
        FlatOutput.Append(photoNetwork, network.Output, network.Length, outputColumnName);
        string photo = photoNetwork.Graph.Input[0].Name;
        using var bytes = new MemoryStream(photoNetwork.ToByteArray());
        IEstimator<ITransformer> load = holdsPaths
            ? ml.Transforms.LoadImages(Image, imageFolder ?? "", imageColumn.Name)
            : ml.Transforms.CopyColumns(Image, imageColumn.Name);
        return load
            .Append(ml.Transforms.ResizeImages(Image, size, size, Image, ImageResizingEstimator.ResizingKind.IsoCrop))
            .Append(ml.Transforms.ExtractPixels(photo, Image))
            .Append(ml.Transforms.ApplyOnnxModel([outputColumnName], [photo], bytes))
            .Fit(holdsPaths ? Empty<PathRow>(ml, imageColumn.Name) : Empty<ImageRow>(ml, imageColumn.Name));
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
