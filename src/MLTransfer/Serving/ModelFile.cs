using Microsoft.ML;
using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Training;

namespace MLTransfer.Serving;

/// <summary>Reads and writes classifiers as files: ML.NET's .zip, and ONNX.</summary>
internal static class ModelFile
{
    /// <summary>The text column that a saved .zip takes.</summary>
    public const string ImagePathColumn = "ImagePath";

    /// <exception cref="ModelFileException">The file does not exist, is damaged, or holds no classifier.</exception>
    public static ClassifierNetwork Read(string path)
    {
        if (Directory.Exists(path))
            throw new ModelFileException(path, "this is a folder; a model is a .zip or .onnx file.");
        try
        {
            using FileStream file = File.OpenRead(path);
            bool isZip = file.ReadByte() == 'P' && file.ReadByte() == 'K';
            file.Position = 0;
            ArraySegment<byte> bytes = isZip ? ModelZip.ReadNetwork(file, path) : ReadAll(file, path);
            ClassifierNetwork classifier = ClassifierNetwork.Parse(bytes, "its network");
            return ClassifierCheck.FindProblem(classifier) is { } problem ? throw new ModelFileException(path, problem) : classifier;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or NetworkException)
        {
            throw new ModelFileException(path, e.Message, e);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            // What reads a graph relies on what its writer made; here the writer may be anyone.
            throw new ModelFileException(path, "this is not a classifier that MLTransfer saved, or it is damaged.", e);
        }
    }

    public static void WriteZip(ClassifierNetwork classifier, string path)
        => AtomicFile.Write(path, file =>
        {
            var ml = new MLContext();
            IDataView input = ml.Data.LoadFromEnumerable<Input>([]);
            LabelKeys labels = LabelKeys.Named(classifier.Labels);
            using StockPipeline pipeline = StockClassifier.Create(classifier, labels, input.Schema[ImagePathColumn], imageFolder: null);
            pipeline.Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(pipeline.Transformer.Transform(input)));
            ml.Model.Save(pipeline.Transformer, input.Schema, file);
        });

    public static void WriteOnnx(ClassifierNetwork classifier, string path)
        => AtomicFile.Write(path, file => file.Write(classifier.ToBytes()));

    private static byte[] ReadAll(FileStream file, string path)
    {
        if (file.Length == 0 || file.Length > Array.MaxLength)
            throw new ModelFileException(path, "the file is empty, or too large for an ONNX network.");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private sealed class Input
    {
        public string ImagePath { get; set; } = "";
    }
}
