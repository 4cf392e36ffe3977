using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using MLTransfer.Networks;

namespace MLTransfer.Extraction;

/// <summary>Runs a network on batches of images, from and into memory of the caller's. Thread-safe, Dispose included.</summary>
internal sealed class BatchInference : IDisposable
{
    private readonly InferenceSession _session;
    private readonly string[] _input = [TensorNames.Image];
    private readonly string[] _output;
    private readonly long[] _imageShape;
    private readonly int _outputLength;
    private readonly SharedUse _use;

    /// <param name="network">The network.</param>
    /// <param name="threads">The number of threads that work on one batch.</param>
    public BatchInference(ImageNetwork network, int threads)
    {
        _output = [network.Output];
        _outputLength = network.Length;
        _imageShape = [3, network.Resize.CropHeight, network.Resize.CropWidth];
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _session = new InferenceSession(network.Network.ToByteArray(), options);
        _use = new SharedUse(_session, this);
    }

    /// <summary>The number of floats that one image takes.</summary>
    public int ImageLength => checked((int)(_imageShape[0] * _imageShape[1] * _imageShape[2]));

    /// <summary>Computes the output for the first <paramref name="count"/> images.</summary>
    /// <param name="images">RGB planes, 0..255, image by image.</param>
    /// <param name="count">How many images there are.</param>
    /// <param name="results">Receives the output, image by image.</param>
    /// <param name="run">Set its Terminate to stop at the next node.</param>
    public void Run(float[] images, int count, float[] results, RunOptions run)
    {
        using SharedUse.Use use = _use.Begin();
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, images.AsMemory(0, count * ImageLength), [count, .. _imageShape]);
        using OrtValue output = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, results.AsMemory(0, count * _outputLength), [count, _outputLength]);
        _session.Run(run, _input, [input], _output, [output]);
    }

    /// <summary>Frees the network, as soon as no run uses it any more.</summary>
    public void Dispose() => _use.Dispose();
}
