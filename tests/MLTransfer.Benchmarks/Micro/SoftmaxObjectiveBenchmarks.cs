using BenchmarkDotNet.Attributes;
using MLTransfer.Training;

namespace MLTransfer.Benchmarks.Micro;

/// <summary>One evaluation with gradient, of which training a head takes some hundreds: 2,000 images of 10 classes, features as of ResNet18.</summary>
[MemoryDiagnoser]
public class SoftmaxObjectiveBenchmarks
{
    private const int Images = 2000;
    private const int Length = 512;
    private const int Classes = 10;

    private SoftmaxObjective? _objective;
    private float[] _parameters = [];
    private float[] _gradient = [];

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Draw()
    {
        var random = new Random(1);
        float[][] features = [.. Enumerable.Range(0, Images).Select(_ => Draw(random, Length))];
        int[] labels = [.. Enumerable.Range(0, Images).Select(i => i % Classes)];
        _objective = new SoftmaxObjective(features, labels, Classes, Threads);
        _parameters = Draw(random, _objective.ParameterCount);
        _gradient = new float[_objective.ParameterCount];
    }

    [Benchmark]
    public double Evaluate() => _objective!.Evaluate(_parameters, l2: 1e-3, _gradient);

    private static float[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
}
