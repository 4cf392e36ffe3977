using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using MLTransfer.Extraction;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Training;

/// <summary>
/// What a classifier has above the frozen part, run by ONNX Runtime: from activations or features that are already there to the features that the
/// classifier's linear output takes. This is what is shipped, so it is what is measured.
/// </summary>
internal sealed class TopNetwork : IDisposable
{
    private const int BatchSize = 32;
    private readonly InferenceSession _session;
    private readonly bool _isAboveFeatures;
    private readonly string _input;
    private readonly long[] _shape;
    private readonly string _output;
    private readonly int _outputLength;

    /// <exception cref="NetworkException">ONNX Runtime does not take the network.</exception>
    private TopNetwork(ImageNetwork whole, bool isAboveFeatures, string input, long[] shape, int threads, bool optimises = true)
    {
        (_isAboveFeatures, _input, _shape, _output, _outputLength) = (isAboveFeatures, input, shape, whole.Output, whole.Length);
        ModelProto top = NetworkSlice.Above(whole.Network, input, shape, whole.Output);
        using var options = new SessionOptions { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        if (!optimises)
        {
            options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL;
            options.AddSessionConfigEntry("session.disable_prepacking", "1");
        }

        try
        {
            _session = new InferenceSession(top.ToByteArray(), options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new NetworkException(whole.Description, $"ONNX Runtime cannot run what is above '{input}': {e.Message}", e);
        }
    }

    /// <summary>From activations at the end of the frozen part.</summary>
    /// <param name="candidate">The classifier.</param>
    /// <param name="tap">The end of the frozen part.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="optimises">Whether it is made ready to be fast, which for a few examples takes longer than it saves.</param>
    public static TopNetwork AboveFrozenPart(Candidate candidate, Tap tap, int threads, bool optimises = true)
        => new(candidate.Head.Below(candidate.Features), isAboveFeatures: false, tap.Tensor, [.. tap.Shape], threads, optimises);

    /// <summary>From features of the frozen network; for a head with a hidden layer.</summary>
    public static TopNetwork AboveFeatures(Candidate candidate, int threads)
        => new(candidate.Head.Below(candidate.Features), isAboveFeatures: true, candidate.Features.Output, [candidate.Features.Length], threads);

    /// <summary>The features of a set, as the linear output takes them.</summary>
    /// <param name="set">The images, with features of the frozen network.</param>
    /// <param name="extractor">Has their activations.</param>
    public IReadOnlyList<float[]> Run(FeatureSet set, FeatureExtractor extractor)
        => [.. Enumerable.Range(0, set.Count).Chunk(BatchSize).SelectMany(rows => Run(Inputs(set, rows, extractor), rows.Length))];

    /// <summary>The features of a batch.</summary>
    /// <param name="inputs">Activations or features, one example after the other.</param>
    /// <param name="count">The number of examples.</param>
    public IEnumerable<float[]> Run(float[] inputs, int count)
    {
        var outputs = new float[count * _outputLength];
        using var run = new RunOptions();
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, inputs.AsMemory(), [count, .. _shape]);
        using OrtValue output = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, outputs.AsMemory(), [count, _outputLength]);
        _session.Run(run, [_input], [input], [_output], [output]);
        return outputs.Chunk(_outputLength);
    }

    public void Dispose() => _session.Dispose();

    private float[] Inputs(FeatureSet set, int[] rows, FeatureExtractor extractor)
        => _isAboveFeatures ? [.. rows.SelectMany(row => set.Features[row])] : set.ActivationsOf(rows, extractor);
}
