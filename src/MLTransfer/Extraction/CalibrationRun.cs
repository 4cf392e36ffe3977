using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using MLTransfer.Networks;
using MLTransfer.Networks.Quantisation;
using Onnx;

namespace MLTransfer.Extraction;

/// <summary>
/// Runs a network on a few images at a time, and counts the values of its inner tensors. It is made ready in the background, in a few tenths of a
/// second on one core: what the caller does before the first run costs no time.
/// </summary>
internal sealed class CalibrationRun : IDisposable
{
    // So many that a run is efficient, and so few that all inner tensors of them fit into memory.
    private const int BatchSize = 4;
    private readonly Task<InferenceSession> _session;
    private readonly string _output;
    private readonly IReadOnlyList<string> _tensors;
    private readonly long[] _shape;
    private readonly int _threads;

    /// <param name="network">The network.</param>
    /// <param name="like">Whose input and output it has.</param>
    /// <param name="tensors">Its tensors to look at.</param>
    /// <param name="threads">How many batches run at once, on one thread each.</param>
    public CalibrationRun(ModelProto network, ImageNetwork like, IReadOnlyList<string> tensors, int threads)
    {
        (_output, _tensors, _threads) = (like.Output, tensors, threads);
        _shape = [3, like.Resize.CropHeight, like.Resize.CropWidth];
        ModelProto observed = NetworkSlice.ShallowCopy(network);
        observed.Graph.Output.Clear();
        observed.Graph.Output.AddRange(tensors.Append(_output).Distinct().Select(GraphElements.Untyped));
        _session = Task.Run(() => Open(observed));
    }

    /// <summary>The best ranges of the tensors for some images, and the network's output for each.</summary>
    /// <returns>Null where a value is not finite.</returns>
    public (Dictionary<string, QuantisedRange> Ranges, List<float[]> Outputs)? Observe(
        IReadOnlyList<float[]> images, CancellationToken cancellationToken)
    {
        Dictionary<string, ActivationHistogram> histograms = _tensors.ToDictionary(t => t, _ => new ActivationHistogram());
        var outputs = new List<float[]>();
        foreach (float[][]? batch in OrderedPipeline.Run(
            images.Chunk(BatchSize), (batch, _) => TryCount(batch, histograms), _threads, cancellationToken))
        {
            if (batch is null)
                return null;
            outputs.AddRange(batch);
        }

        return (histograms.ToDictionary(h => h.Key, h => h.Value.BestRange()), outputs);
    }

    /// <summary>The network's output for some images.</summary>
    public List<float[]> OutputsFor(IReadOnlyList<float[]> images, CancellationToken cancellationToken)
        => [.. OrderedPipeline.Run(images.Chunk(BatchSize), (batch, _) => Outputs(batch), _threads, cancellationToken).SelectMany(o => o)];

    public void Dispose()
        => _session.ContinueWith(
            opening =>
            {
                // To look at an error keeps it from TaskScheduler.UnobservedTaskException.
                if (opening.Exception is null)
                    opening.Result.Dispose();
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait();

    private static InferenceSession Open(ModelProto network)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        return new InferenceSession(network.ToByteArray(), options);
    }

    private float[][]? TryCount(float[][] batch, Dictionary<string, ActivationHistogram> histograms)
    {
        using IDisposableReadOnlyCollection<OrtValue> values = Run(batch, [.. _tensors, _output]);
        foreach ((int index, string tensor) in _tensors.Index())
        {
            ReadOnlySpan<float> all = values[index].GetTensorDataAsSpan<float>();
            int length = all.Length / batch.Length;
            // Image by image, so that it does not matter which come together.
            for (int i = 0; i < batch.Length; i++)
            {
                if (!histograms[tensor].TryAdd(all.Slice(i * length, length)))
                    return null;
            }
        }

        return ImageByImage(values[^1], batch.Length);
    }

    private float[][] Outputs(float[][] batch)
    {
        using IDisposableReadOnlyCollection<OrtValue> values = Run(batch, [_output]);
        return ImageByImage(values[0], batch.Length);
    }

    private static float[][] ImageByImage(OrtValue value, int count)
    {
        float[] all = value.GetTensorDataAsSpan<float>().ToArray();
        return [.. all.Chunk(all.Length / count)];
    }

    private IDisposableReadOnlyCollection<OrtValue> Run(float[][] batch, IReadOnlyList<string> outputs)
    {
        var pixels = new float[batch.Sum(i => i.Length)];
        foreach ((int i, float[] image) in batch.Index())
            image.CopyTo(pixels, i * image.Length);
        using var run = new RunOptions();
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, pixels.AsMemory(), [batch.Length, .. _shape]);
        return _session.GetAwaiter().GetResult().Run(run, [TensorNames.Image], [input], outputs);
    }
}
