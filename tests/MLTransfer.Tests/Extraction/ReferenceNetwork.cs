using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLTransfer.Data;
using MLTransfer.Imaging;
using Onnx;

namespace MLTransfer.Tests.Extraction;

/// <summary>
/// <see cref="TinyNetwork"/> in ONNX Runtime without the library's graph surgery and batches: one image at a time, its pixels normalised
/// and its activations pooled by hand.
/// </summary>
internal sealed class ReferenceNetwork : IDisposable
{
    private readonly InferenceSession _session;

    public ReferenceNetwork(int seed = 1)
    {
        ModelProto network = TinyNetwork.Create(seed);
        Tensors = [.. network.Graph.Node.Select(n => n.Output[0])];
        network.Graph.Output.Clear();
        network.Graph.Output.AddRange(Tensors.Select(t => new ValueInfoProto { Name = t }));
        _session = new InferenceSession(network.ToByteArray());
    }

    public IReadOnlyList<string> Tensors { get; }

    public float[] Features(ImageSource photo, string tensor = "block2", FeaturePooling pooling = FeaturePooling.Average, ImageView view = default)
    {
        var pixels = new PixelPipeline(TinyNetwork.Resize);
        var image = new float[pixels.Length];
        pixels.Decode(ImageContent.Read(photo, ImageLimits.Default), view, image);
        var input = new DenseTensor<float>(image.Select(x => x / 127.5f - 1).ToArray(), [1, 3, TinyNetwork.Size, TinyNetwork.Size]);
        using var outputs = _session.Run([NamedOnnxValue.CreateFromTensor("input", input)], [tensor]);
        Tensor<float> activations = outputs[0].AsTensor<float>();
        float[] values = [.. activations];
        if (pooling == FeaturePooling.Flatten || activations.Rank < 4)
            return values;
        IEnumerable<float[]> channels = values.Chunk(values.Length / activations.Dimensions[1]);
        return [.. channels.Select(c => pooling == FeaturePooling.Max ? c.Max() : c.Average())];
    }

    public void Dispose() => _session.Dispose();
}
