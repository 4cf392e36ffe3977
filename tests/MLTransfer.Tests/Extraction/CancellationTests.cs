using System.Diagnostics;
using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Extraction;

public sealed class CancellationTests : IDisposable
{
    private readonly TinyExtraction _tiny = new();
    private readonly CancellationTokenSource _cancellation = new();
    private int _read;

    [Fact]
    public void Cancellation_stops_the_reading_and_loses_nothing_that_was_handed_over()
    {
        var received = new List<ExtractedImage>();
        using (FeatureExtractor extractor = _tiny.Open())
        {
            Assert.ThrowsAny<OperationCanceledException>(() =>
            {
                foreach (ExtractedImage image in extractor.Extract(Endless(), null, reuse: true, null, _cancellation.Token))
                {
                    received.Add(image);
                    if (received.Count == 40)
                        _cancellation.Cancel();
                }
            });
        }

        Assert.InRange(_read, 40, 40 + 3 * 2 * 3);
        ExtractedImage[] again = _tiny.Run(TinyExtraction.Photos(received.Count));
        Assert.All(again, i => Assert.True(i.FromCache));
        Assert.Equal(received.Features(), again.Features());
    }

    [Fact]
    public void A_cancelled_token_extracts_nothing()
    {
        _cancellation.Cancel();
        using FeatureExtractor extractor = _tiny.Open();
        Assert.ThrowsAny<OperationCanceledException>(() => extractor.Extract(Endless(), null, reuse: true, null, _cancellation.Token).ToArray());
        Assert.Empty(_tiny.CacheFiles);
    }

    [Fact]
    public void The_extractor_can_be_used_again_after_a_cancellation()
    {
        using FeatureExtractor extractor = _tiny.Open(_tiny.WithoutCache);
        _cancellation.CancelAfter(20);
        Assert.ThrowsAny<OperationCanceledException>(() => extractor.Extract(Endless(), null, reuse: true, null, _cancellation.Token).Count());
        ImageSource[] photos = TinyExtraction.Photos(10);
        Assert.Equal(_tiny.Run(photos).Features().Length, extractor.ExtractAll(photos).Features().Length);
    }

    [Fact]
    public void Cancellation_does_not_wait_for_a_batch_to_go_through_a_slow_network()
    {
        // A batch takes a quarter of a minute on one core; one node of the network, some ten milliseconds.
        var network = new ImageNetwork(SlowNetwork(), "end", 32, new() { ShortSide = 64, CropHeight = 64, CropWidth = 64 }, "slow", "slow");
        using var extractor = new FeatureExtractor(network, _tiny.WithoutCache with { BatchSize = 8, Threads = 1 });
        var sinceCancel = new Stopwatch();
        _cancellation.Token.Register(sinceCancel.Start);
        _cancellation.CancelAfter(TimeSpan.FromSeconds(1));
        Assert.ThrowsAny<OperationCanceledException>(() => extractor.Extract(Endless(), null, reuse: true, null, _cancellation.Token).Count());
        Assert.InRange(sinceCancel.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10)); // less than the batch would take on any machine
    }

    public void Dispose()
    {
        _cancellation.Dispose();
        _tiny.Dispose();
    }

    private IEnumerable<ImageSource> Endless()
    {
        for (int i = 0; ; i++)
        {
            _read++;
            yield return TinyExtraction.Photo(i);
        }
    }

    private static ModelProto SlowNetwork()
    {
        var graph = new GraphProto { Name = "slow" };
        graph.Input.Add(GraphElements.BatchOf(TensorNames.Image, 3, 64, 64));
        graph.Output.Add(GraphElements.BatchOf("end", 32));
        graph.Initializer.Add(GraphElements.Tensor("first", new float[32 * 3 * 9], 32, 3, 3, 3));
        graph.Initializer.Add(GraphElements.Tensor("all", new float[32 * 32 * 9], 32, 32, 3, 3));
        string current = TensorNames.Image;
        for (int i = 0; i < 500; i++)
        {
            graph.Node.Add(GraphElements.Node(
                "Conv", [current, i == 0 ? "first" : "all"], $"conv{i}",
                GraphElements.Attribute("kernel_shape", [3L, 3L]), GraphElements.Attribute("pads", [1L, 1L, 1L, 1L])));
            current = $"conv{i}";
        }

        graph.Node.Add(GraphElements.Node("GlobalAveragePool", [current], "pooled"));
        graph.Node.Add(GraphElements.Node("Flatten", ["pooled"], "end"));
        var network = new ModelProto { IrVersion = 7, Graph = graph };
        network.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 13 });
        return network;
    }
}
