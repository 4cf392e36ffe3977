using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Training.FineTuning;

/// <summary>Fine-tuning of the tiny network, small and quick: what all its tests begin with.</summary>
internal static class TinyTuning
{
    /// <summary>Three epochs that always give the fine-tuned model, in the same arithmetic on every machine.</summary>
    public static ImageTransferTrainer.Options Tuning(this TinyTraining tiny) => tiny.Options with
    {
        Mode = TransferMode.FineTuning,
        Epoch = 3,
        BatchSize = 8,
        LearningRate = 2e-3f,
        KeepBest = false,
        Threads = 2,
        TrainingPrecision = Precision.Float32,
        CachePrecision = Precision.Float32,
        ValidationSetFraction = .25f,
    };

    /// <summary>The model as a file that another program would read.</summary>
    public static ModelProto Saved(this TinyTraining tiny, ImageTransferTransformer model)
    {
        string path = tiny[$"{Guid.NewGuid():N}.onnx"];
        using (var classifier = ImageClassifier.From(model))
            classifier.SaveOnnx(path);
        return ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
    }

    /// <summary>The numbers of each constant of a network that holds floats.</summary>
    public static IReadOnlyDictionary<string, float[]> Floats(ModelProto network)
        => network.Graph.Initializer.Where(i => i.DataType == (int)TensorProto.Types.DataType.Float)
            .ToDictionary(i => i.Name, TensorValues.Floats);

    /// <summary>All weights of a model, one after the other.</summary>
    public static float[] Weights(ImageTransferTransformer model)
        => [.. Floats(model.ToNetwork().Network).OrderBy(w => w.Key, StringComparer.Ordinal).SelectMany(w => w.Value)];

    /// <summary>The scores of photos.</summary>
    public static float[][] Scores(ImageTransferTransformer model, IEnumerable<string> photos)
    {
        using var classifier = ImageClassifier.From(model);
        return [.. photos.Select(p => classifier.Predict(p).Scores.Values.ToArray())];
    }
}
