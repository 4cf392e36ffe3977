using BenchmarkDotNet.Attributes;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Benchmarks.Micro;

/// <summary>All cuts of ResNet18, found each time a backbone is loaded.</summary>
[MemoryDiagnoser]
public class CutFinderBenchmarks
{
    private GraphProto? _graph;

    [GlobalSetup]
    public void Load() => _graph = Backbone.ResNet18.Network.Graph;

    [Benchmark]
    public object Find() => CutFinder.Find(_graph!);
}
