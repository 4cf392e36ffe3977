using System.IO.Compression;
using Microsoft.ML;
using MLTransfer.Training;

namespace MLTransfer.Serving;

/// <summary>Reads and writes classifiers as files: ML.NET's .zip, and ONNX.</summary>
internal static class ModelFile
{
    /// <summary>The text column that a saved .zip takes.</summary>
    public const string ImagePathColumn = "ImagePath";

    // What ML.NET calls the entry in which an ONNX transformer keeps its network: its length (int32), then its bytes.
    private const string OnnxEntry = "OnnxModel";

    /// <exception cref="ModelFileException">The file does not exist, is damaged, or holds no classifier.</exception>
    public static ClassifierNetwork Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            bool isZip = file.ReadByte() == 'P' && file.ReadByte() == 'K';
            file.Position = 0;
            return ClassifierNetwork.Parse(isZip ? ReadZip(file, path) : ReadAll(file, file.Length, path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or NetworkException)
        {
            throw new ModelFileException(path, e is NetworkException ? "this is not a classifier that MLTransfer saved. " + e.Message : e.Message, e);
        }
    }

    public static void WriteZip(ClassifierNetwork classifier, string path)
        => AtomicFile.Write(path, file =>
        {
            var ml = new MLContext();
            IDataView input = ml.Data.LoadFromEnumerable<Input>([]);
            ITransformer scored = StockClassifier.Create(classifier, LabelKeys.Named(classifier.Labels), input.Schema[ImagePathColumn], imageFolder: null);
            ITransformer named = ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(scored.Transform(input));
            ml.Model.Save(new Microsoft.ML.Data.TransformerChain<ITransformer>(scored, named), input.Schema, file);
        });

    public static void WriteOnnx(ClassifierNetwork classifier, string path)
        => AtomicFile.Write(path, file => file.Write(classifier.ToBytes()));

    private static byte[] ReadZip(Stream file, string path)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        ZipArchiveEntry[] entries = [.. zip.Entries.Where(e => e.Name == OnnxEntry)];
        if (entries is not [var entry])
            throw new ModelFileException(path, "this .zip holds no classifier that MLTransfer saved: it has " + (entries.Length == 0 ? "no ONNX network." : "several ONNX networks."));
        using Stream content = entry.Open();
        Span<byte> length = stackalloc byte[sizeof(int)];
        content.ReadExactly(length);
        return ReadAll(content, BitConverter.ToInt32(length), path);
    }

    private static byte[] ReadAll(Stream stream, long length, string path)
    {
        if (length is <= 0 or > int.MaxValue - 64)
            throw new ModelFileException(path, "the file is empty, damaged or too large.");
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private sealed class Input
    {
        public string ImagePath { get; set; } = "";
    }
}
