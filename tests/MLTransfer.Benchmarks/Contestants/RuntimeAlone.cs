using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using MLTransfer.Extraction;

namespace MLTransfer.Benchmarks.Contestants;

/// <summary>
/// The limit: ONNX Runtime with the same graph and batches on tensors that are ready. It runs them without the
/// library, whose overhead would otherwise be part of the limit.
/// </summary>
internal sealed class RuntimeAlone : Contestant
{
    private readonly ImageNetwork _network;
    private readonly InferenceSession _session;
    private readonly PhotoSet _photos;
    private readonly int _callers;

    /// <param name="network">The network.</param>
    /// <param name="photos">The photos.</param>
    /// <param name="precision">The arithmetic of the network.</param>
    /// <param name="callers">The number of calls at a time.</param>
    /// <param name="threads">The number of threads that work on one call.</param>
    private RuntimeAlone(ImageNetwork network, PhotoSet photos, Precision precision, int callers, int threads)
        : base(NameFor($"limit, {callers} x {threads} thread{(threads == 1 ? "" : "s")}", precision), ContestantRole.Limit, precision)
    {
        (_network, _photos, _callers) = (network, photos, callers);
        using var options = new SessionOptions { IntraOpNumThreads = threads };
        _session = new InferenceSession(network.Network.ToByteArray(), options);
    }

    /// <summary>Which of the two is faster depends on the processor; the limit is the better one.</summary>
    public static IEnumerable<RuntimeAlone> Limits(ImageNetwork network, PhotoSet photos, int threads, Precision precision = Precision.Float32)
    {
        yield return new RuntimeAlone(network, photos, precision, callers: 1, threads);
        if (threads > 1)
            yield return new RuntimeAlone(network, photos, precision, callers: threads, threads: 1);
    }

    public override IReadOnlyList<float[]> Run()
    {
        var features = new float[_photos.Paths.Count][];
        int next = -1;
        // Threads of their own: those of the pool may not all be there at once.
        Task.WaitAll(Enumerable.Range(0, _callers).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (int i = Interlocked.Increment(ref next); i < _photos.Batches.Count; i = Interlocked.Increment(ref next))
                    RunBatch(_photos.Batches[i], features);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        return features;
    }

    public override void Dispose() => _session.Dispose();

    private void RunBatch(TensorBatch batch, float[][] features)
    {
        var results = new float[batch.Count * _network.Length];
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(
            batch.Values, [batch.Count, 3, _network.Resize.CropHeight, _network.Resize.CropWidth]);
        using OrtValue output = OrtValue.CreateTensorValueFromMemory(results, [batch.Count, _network.Length]);
        using var run = new RunOptions();
        _session.Run(run, [_session.InputNames[0]], [input], [_network.Output], [output]);
        for (int i = 0; i < batch.Count; i++)
            features[batch.First + i] = results[(i * _network.Length)..((i + 1) * _network.Length)];
    }
}
