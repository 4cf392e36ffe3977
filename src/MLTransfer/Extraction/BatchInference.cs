using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using MLTransfer.Networks;

namespace MLTransfer.Extraction;

/// <summary>Runs a network on batches of images, from and into memory of the caller's. Thread-safe, Dispose included.</summary>
internal sealed class BatchInference : IDisposable
{
    private readonly InferenceSession _session;
    private readonly string[] _input = [TensorNames.Image];
    private readonly string[] _outputs;
    private readonly long[][] _outputShapes;
    private readonly long[] _imageShape;
    private readonly SharedUse _use;
    private readonly string _description;

    /// <param name="network">The network.</param>
    /// <param name="threads">The number of threads that work on one batch.</param>
    /// <exception cref="NetworkException">ONNX Runtime does not take the network.</exception>
    public BatchInference(ImageNetwork network, int threads)
    {
        _outputs = network.Tap is null ? [network.Output] : [network.Output, network.Tap.Tensor];
        _outputShapes = network.Tap is null ? [[network.Length]] : [[network.Length], [.. network.Tap.Shape]];
        _description = network.Description;
        _imageShape = [3, network.Resize.CropHeight, network.Resize.CropWidth];
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            // It would keep the memory of every batch size it has met.
            EnableMemoryPattern = false,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // Threads that wait would keep cores busy on which another caller could compute, or the same one decode.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        try
        {
            _session = new InferenceSession(network.Network.ToByteArray(), options);
        }
        catch (OnnxRuntimeException e)
        {
            throw CannotRun(e);
        }

        _use = new SharedUse(_session, this);
    }

    /// <summary>The number of floats that one image takes.</summary>
    public int ImageLength => Length(_imageShape);

    /// <summary>The number of floats for one image in each output: the network's own, then that of its tap.</summary>
    public IReadOnlyList<int> OutputLengths => [.. _outputShapes.Select(Length)];

    /// <summary>Computes outputs for the first <paramref name="count"/> images.</summary>
    /// <param name="images">RGB planes, 0..255, image by image.</param>
    /// <param name="count">How many images there are.</param>
    /// <param name="run">Set its Terminate to stop at the next node.</param>
    /// <param name="results">Receive an output each, image by image; the last outputs may be left out.</param>
    public void Run(float[] images, int count, RunOptions run, params ReadOnlySpan<float[]> results)
    {
        using BoundBatch batch = Bind(images, count, results);
        Run(batch, run);
    }

    /// <summary>Memory for <paramref name="count"/> images and their outputs, to run on any number of times.</summary>
    /// <param name="images">RGB planes, 0..255, image by image.</param>
    /// <param name="count">How many images there are.</param>
    /// <param name="results">Receive an output each, image by image; the last outputs may be left out.</param>
    public BoundBatch Bind(float[] images, int count, params ReadOnlySpan<float[]> results)
    {
        var outputs = new OrtValue[results.Length];
        for (int i = 0; i < outputs.Length; i++)
            outputs[i] = Tensor(results[i], count, _outputShapes[i]);
        return new BoundBatch([Tensor(images, count, _imageShape)], _outputs[..outputs.Length], outputs);
    }

    /// <summary>Computes the outputs of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="run">Set its Terminate to stop at the next node.</param>
    /// <exception cref="NetworkException">The network cannot be run.</exception>
    public void Run(BoundBatch batch, RunOptions run)
    {
        using SharedUse.Use use = _use.Begin();
        try
        {
            _session.Run(run, _input, batch.Inputs, batch.OutputNames, batch.Outputs);
        }
        catch (OnnxRuntimeException e) when (!run.Terminate)
        {
            throw CannotRun(e);
        }
    }

    /// <summary>Frees the network, as soon as no run uses it any more.</summary>
    public void Dispose() => _use.Dispose();

    private NetworkException CannotRun(OnnxRuntimeException e) => new(_description, $"ONNX Runtime cannot run this network: {e.Message}", e);

    private static OrtValue Tensor(float[] values, int count, long[] shape)
        => OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values.AsMemory(0, checked(count * Length(shape))), [count, .. shape]);

    private static int Length(long[] shape) => checked((int)shape.ElementCount());
}
