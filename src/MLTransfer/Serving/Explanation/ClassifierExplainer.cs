using Microsoft.ML.OnnxRuntime;
using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Imaging;
using MLTransfer.Networks;
using MLTransfer.Networks.ClassMaps;
using MLTransfer.Training;
using MLTransfer.Training.Torch;

namespace MLTransfer.Serving.Explanation;

/// <summary>
/// Runs a classifier with its last map of activations coming out beside the scores. Nothing is loaded before the first image. Thread-safe; as with
/// any network, it must not be disposed of while it is in use.
/// </summary>
internal sealed class ClassifierExplainer : IDisposable
{
    private readonly ClassifierNetwork _classifier;
    private readonly PixelPipeline _pixels;
    private readonly int _threads;
    private readonly Lock _opening = new();
    private readonly SemaphoreSlim _room;
    private IClassMap? _map;
    private BatchedNetwork? _network;

    public ClassifierExplainer(ClassifierNetwork classifier, ExtractionOptions options)
    {
        _classifier = classifier;
        _pixels = new PixelPipeline(classifier.Resize, options.Limits, options.Background);
        _threads = options.Threads ?? Environment.ProcessorCount;
        // More callers at once would only take more memory.
        _room = new SemaphoreSlim(_threads);
    }

    /// <summary>Explains one image, with all threads on it.</summary>
    /// <param name="source">The image.</param>
    /// <param name="classIndex">The class; null for the most probable one.</param>
    /// <param name="stop">Stops the work.</param>
    /// <exception cref="BadImageException">The image cannot be used.</exception>
    /// <exception cref="ExplanationException">The network has no map of activations, or what follows it has no gradient here.</exception>
    /// <exception cref="TorchRuntimeException">Torch is needed, and is not there.</exception>
    public ImageExplanation Explain(ImageSource source, int? classIndex, CancellationToken stop)
    {
        _room.Wait(stop);
        try
        {
            using var content = ImageContent.Read(source, _pixels.Limits);
            (IClassMap map, BatchedNetwork network) = Open();
            (float[] scores, float[] activations) = Run(network, content, stop);
            int index = classIndex ?? Array.IndexOf(scores, scores.Max());
            return new ImageExplanation(source, _pixels)
            {
                Label = _classifier.Labels[index],
                Probability = scores[index],
                Method = map.IsExact ? ExplanationMethod.ClassActivation : ExplanationMethod.GradCam,
                Width = map.Map.Width,
                Height = map.Map.Height,
                Values = map.Of(activations, index),
            };
        }
        finally
        {
            _room.Release();
        }
    }

    public void Dispose()
    {
        _network?.Dispose();
        (_map as IDisposable)?.Dispose();
        _room.Dispose();
    }

    private (IClassMap Map, BatchedNetwork Network) Open()
    {
        lock (_opening)
        {
            _map ??= FindMap();
            _network ??= new BatchedNetwork(
                _classifier.Computing(TensorNames.Score).WithTap(_map.Map.Tensor, Precision.Float32, _map.Map.Shape), batchSize: 1, _threads);
            return (_map, _network);
        }
    }

    private IClassMap FindMap()
    {
        if (PooledClassifierFinder.Find(_classifier.Network, TensorNames.Logits) is { } pooled)
            return pooled;
        ActivationMap map = LastActivationMap.Find(_classifier.Network, TensorNames.Logits)
            ?? throw new ExplanationException(
                "its network has no activations that belong to places of the photo and that all of its decision comes from, as those of a " +
                "convolutional network do before they are pooled. A vision transformer has none.");
        try
        {
            return new TorchClassMap(_classifier.Network, map, TensorNames.Logits);
        }
        catch (NetworkException e)
        {
            throw new ExplanationException($"what follows its last map of activations, '{map.Tensor}', has no gradient here. {e.Message}", e);
        }
    }

    private (float[] Scores, float[] Activations) Run(BatchedNetwork network, ImageContent content, CancellationToken stop)
    {
        BatchedNetwork.Buffers buffers = network.Rent();
        try
        {
            _pixels.Decode(content, buffers.Image(0));
            using var run = new RunOptions();
            using var registration = stop.Register(() => run.Terminate = true);
            network.Run(buffers, 1, run, stop);
            ReadOnlySpan<float> scores = buffers.Result(0, 0);
            return network.Network.FindFault(content.Name, scores) is { } fault
                ? throw new BadImageException(fault)
                : (scores.ToArray(), buffers.Result(1, 0).ToArray());
        }
        finally
        {
            network.Return(buffers);
        }
    }
}
