using MLTransfer;
using Samples;

namespace WebApi;

/// <summary>The classifier that is served: trained or loaded while the server is already up, and not used before it is warm.</summary>
internal sealed class ServedModel(CommandLine command) : IDisposable
{
    private volatile ImageClassifier? _ready;

    /// <summary>The classifier; null before it can be used.</summary>
    public ImageClassifier? Ready => _ready;

    /// <exception cref="RefusedException">It cannot be used yet.</exception>
    public ImageClassifier Classifier => _ready
        ?? throw new RefusedException(StatusCodes.Status503ServiceUnavailable, "The model is still being made ready. Try again in a few seconds.");

    /// <exception cref="MLTransferException">The model cannot be loaded or trained.</exception>
    public void MakeReady(CancellationToken stop)
    {
        ImageClassifier classifier = command.Model is { } path ? Load(path) : Train(stop);
        try
        {
            WarmUp(classifier);
            stop.ThrowIfCancellationRequested();
        }
        catch
        {
            classifier.Dispose();
            throw;
        }

        _ready = classifier;
    }

    public void Dispose() => _ready?.Dispose();

    private ImageClassifier Load(string path) => ImageClassifier.Load(
        path, new ImageClassifierOptions { Limits = new ImageLimits { MaxBytes = command.MaxBytes, MaxPixels = command.MaxPixels } });

    private ImageClassifier Train(CancellationToken stop)
    {
        TransferPipeline pipeline = TransferPipeline.FromFolder(command.Data ?? SamplePictures.Find())
            .Split(validation: .15, test: 0, command.Seed)
            .ExtractFeatures(Backbone.ResNet18)
            .Configure(options => options with { WorkspacePath = command.Workspace });
        using TransferResult result = pipeline.Run(new ProgressLines(ProgressView.CreateConsole()), stop);
        // Through a file, as the limits are set when a classifier is loaded.
        DirectoryInfo folder = Directory.CreateTempSubdirectory("webapi-");
        try
        {
            string path = Path.Combine(folder.FullName, "model.onnx");
            result.Model.SaveOnnx(path);
            return Load(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Does once what requests will ask for: one photo, several together, a heat map. Each makes a network ready that then stays.</summary>
    private static void WarmUp(ImageClassifier classifier)
    {
        ReadOnlyMemory<byte> picture = Resources.Read("warm-up.jpg");
        classifier.Predict(picture);
        ReadOnlyMemory<byte>[] several = [.. Enumerable.Repeat(picture, 4 * Environment.ProcessorCount)];
        foreach (ImagePrediction _ in classifier.PredictMany(several, onBadImage: null))
            continue;
        try
        {
            HeatMap.Draw(classifier, picture, label: null);
        }
        catch (Exception e) when (e is ExplanationException or TorchRuntimeException)
        {
            Console.WriteLine($"There will be no heat maps: {e.Message}");
        }
    }
}
