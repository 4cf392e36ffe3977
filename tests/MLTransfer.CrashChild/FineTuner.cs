using System.Globalization;
using Microsoft.ML;
using MLTransfer;

/// <summary>Fine-tunes a network on a folder of photos, slowly, and writes the model. Says each epoch of fine-tuning after it is done.</summary>
internal static class FineTuner
{
    private const int Epochs = 6;

    /// <param name="network">The network, an ONNX file.</param>
    /// <param name="photos">The photos, a folder a class.</param>
    /// <param name="workspace">Where activations and the state of training are kept.</param>
    /// <param name="output">The model, an ONNX file.</param>
    /// <param name="pause">How long it waits after each epoch, in milliseconds.</param>
    public static void Run(string network, string photos, string workspace, string output, int pause)
    {
        var ml = new MLContext(seed: 1);
        IDataView view = ml.Data.LoadImageFolder(photos);
        IDataView keys = ml.Transforms.Conversion.MapValueToKey("Label").Fit(view).Transform(view);
        using ImageTransferTransformer model = ml.MulticlassClassification.Trainers.ImageTransfer(new ImageTransferTrainer.Options
        {
            Backbone = Backbone.FromOnnx(network),
            Mode = TransferMode.FineTuning,
            UnfreezeFrom = "block1",
            Head = Head.Mlp(8),
            Augmentation = ImageAugmentation.Default,
            Views = 2,
            Epoch = Epochs,
            BatchSize = 4,
            LearningRate = 1e-3f,
            KeepBest = false,
            Threads = 2,
            WorkspacePath = workspace,
            MetricsCallback = metrics => Report(metrics, pause),
        }).Fit(keys);
        using var classifier = ImageClassifier.From(model);
        classifier.SaveOnnx(output);
    }

    private static void Report(ImageTransferMetrics metrics, int pause)
    {
        if (metrics.Phase != TrainingPhase.FineTuning)
            return;
        Console.WriteLine(metrics.Epoch.ToString(CultureInfo.InvariantCulture));
        Thread.Sleep(pause);
    }
}
