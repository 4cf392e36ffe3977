using MLTransfer.Tests.Training.Torch;
using MLTransfer.Training.FineTuning;
using MLTransfer.Training.Torch;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace MLTransfer.Tests.Training.FineTuning;

[Collection(TorchTests.Name)]
public sealed class OptimizerTests : IDisposable
{
    private readonly List<TorchWeight> _weights = LearningTensors.Create();
    private readonly DisposeScope _scope = NewDisposeScope();

    [Theory]
    [InlineData("AdamW")]
    [InlineData("SGD")]
    public void Twenty_steps_follow_the_formula(string kind)
    {
        ScalarOptimizer[][] expected = [.. _weights.Select(w => LearningTensors.Numbers(w.Values)
            .Select(x => new ScalarOptimizer(kind, x, w.Decays ? .1 : 0)).ToArray())];
        using Optimizer optimizer = LearningTensors.Optimizer(kind, _weights, .1, new LayerwiseRates(.3).ScaleOf);
        for (int step = 0; step < 20; step++)
        {
            double rate = .01 * (1 + step % 3);
            LearningTensors.SetGradients(_weights, step);
            foreach ((TorchWeight weight, ScalarOptimizer[] numbers) in _weights.Zip(expected))
            {
                float[] gradient = LearningTensors.Numbers(weight.Values.grad!);
                for (int i = 0; i < numbers.Length; i++)
                    numbers[i].Step(rate * Math.Pow(.3, 1 - weight.Depth), gradient[i]);
            }

            optimizer.Step(rate);
        }

        Assert.Equal(20, optimizer.Steps);
        foreach ((TorchWeight weight, ScalarOptimizer[] numbers) in _weights.Zip(expected))
            Assert.All(LearningTensors.Numbers(weight.Values).Zip(numbers), p => Assert.Equal(p.Second.Value, p.First, 1e-5));
    }

    [Theory]
    [InlineData("AdamW")]
    [InlineData("SGD")]
    public void Twenty_steps_agree_with_the_optimiser_of_Torch(string kind)
    {
        TorchWeight[] weights = [.. _weights.Select(w => w with { Decays = true })];
        Parameter[] parameters = [.. weights.Select(w => new Parameter(w.Values.detach().clone()))];
        using optim.Optimizer peer = kind == "AdamW"
            ? optim.AdamW(parameters, .01, weight_decay: .1)
            : optim.SGD(parameters, .01, .9, weight_decay: .1);
        using Optimizer optimizer = LearningTensors.Optimizer(kind, weights, .1);
        for (int step = 0; step < 20; step++)
        {
            LearningTensors.SetGradients(weights, step);
            foreach ((TorchWeight weight, Parameter parameter) in weights.Zip(parameters))
                parameter.grad = weight.Values.grad!.clone();
            double expected = nn.utils.clip_grad_norm_(parameters, 100);
            Assert.Equal(expected, optimizer.Step(.01, maximumGradientNorm: 100), expected * 1e-5);
            peer.step();
        }

        foreach ((TorchWeight weight, Parameter parameter) in weights.Zip(parameters))
            Assert.True(weight.Values.allclose(parameter, rtol: 1e-5, atol: 1e-6), weight.Name);
    }

    [Fact]
    public void Gradients_are_clipped_together_and_short_ones_left_alone()
    {
        TorchWeight one = LearningTensors.Weight("one", zeros(2)), other = LearningTensors.Weight("other", zeros(2, 2).t());
        using var optimizer = new MomentumSgd([one, other], weightDecay: 0);
        one.Values.grad = tensor(new float[] { 3, 0 });
        other.Values.grad = tensor(new float[,] { { 0, 4 }, { 0, 0 } });
        Assert.Equal(5, optimizer.Step(1, maximumGradientNorm: 5.1), 1e-6);
        Assert.Equal([-3, 0], LearningTensors.Numbers(one.Values));
        Assert.Equal([0, -4, 0, 0], LearningTensors.Numbers(other.Values));

        using var clipped = new MomentumSgd([one, other], weightDecay: 0);
        Assert.Equal(5, clipped.Step(1, maximumGradientNorm: 1), 1e-6);
        Assert.Equal(-3.6f, LearningTensors.Numbers(one.Values)[0], 1e-5f);
        Assert.Equal(-4.8f, LearningTensors.Numbers(other.Values)[1], 1e-5f);
    }

    [Theory]
    [InlineData("AdamW", 0, float.NaN)]
    [InlineData("AdamW", 4, float.PositiveInfinity)]
    [InlineData("SGD", 2, float.NegativeInfinity)]
    [InlineData("SGD", 1, float.NaN)]
    public void A_gradient_that_is_not_finite_changes_nothing(string kind, int weight, float bad)
    {
        using Optimizer optimizer = LearningTensors.Optimizer(kind, _weights, .1);
        LearningTensors.SetGradients(_weights, 1);
        optimizer.Step(.1);
        float[][] before = Numbers(_weights), moments = Moments(optimizer);
        LearningTensors.SetGradients(_weights, 2);
        _weights[weight].Values.grad!.view(-1)[0] = bad;
        Assert.False(double.IsFinite(optimizer.Step(.1, 1)));
        Assert.Equal(before, Numbers(_weights));
        Assert.Equal(moments, Moments(optimizer));
        Assert.Equal(1, optimizer.Steps);
    }

    [Fact]
    public void Weights_without_a_gradient_stay()
    {
        using var optimizer = new AdamW(_weights, .1);
        float[][] before = Numbers(_weights);
        Assert.Equal(0, optimizer.Step(.1));
        Assert.Equal(before, Numbers(_weights));
        LearningTensors.SetGradients(_weights.Take(1), 1);
        optimizer.Step(.1);
        Assert.NotEqual(before[0], LearningTensors.Numbers(_weights[0].Values));
        Assert.Equal(before.Skip(1), Numbers(_weights).Skip(1));
    }

    [Fact]
    public void Forgotten_gradients_do_not_add_up()
    {
        using var optimizer = new AdamW(_weights);
        for (int i = 0; i < 2; i++)
        {
            optimizer.ZeroGradients();
            using Tensor loss = _weights[0].Values.sum() * 3;
            loss.backward();
            Assert.All(LearningTensors.Numbers(_weights[0].Values.grad!), g => Assert.Equal(3, g));
        }
    }

    [Theory]
    [InlineData("AdamW")]
    [InlineData("SGD")]
    public void The_number_of_threads_does_not_matter(string kind)
    {
        List<TorchWeight> others = LearningTensors.Create();
        using Optimizer one = LearningTensors.Optimizer(kind, _weights, .1, threads: 1);
        using Optimizer three = LearningTensors.Optimizer(kind, others, .1, threads: 3);
        for (int step = 0; step < 3; step++)
        {
            LearningTensors.SetGradients(_weights, step);
            LearningTensors.SetGradients(others, step);
            Assert.Equal(one.Step(.1, 1), three.Step(.1, 1));
        }

        Assert.Equal(Numbers(_weights), Numbers(others));
        LearningTensors.Dispose(others);
    }

    [Theory]
    [InlineData("AdamW")]
    [InlineData("SGD")]
    public void With_its_state_another_optimiser_goes_on_bit_for_bit(string kind)
    {
        using Optimizer first = LearningTensors.Optimizer(kind, _weights, .1);
        Run(first, _weights, 0, 3);
        OptimizerState live = first.ExportState();
        var state = new OptimizerState(live.Steps, live.Moments.ToDictionary(m => m.Key, m => (float[])m.Value.Clone()));
        List<TorchWeight> copies = [.. _weights.Select(w => w with { Values = w.Values.detach().clone().requires_grad_() })];
        Run(first, _weights, 3, 6);

        using Optimizer second = LearningTensors.Optimizer(kind, copies, .1);
        second.ImportState(state);
        Run(second, copies, 3, 6);
        Assert.Equal(Numbers(_weights), Numbers(copies));
        Assert.Equal(Moments(first), Moments(second));
        Assert.Equal(6, second.Steps);
        LearningTensors.Dispose(copies);

        static void Run(Optimizer optimizer, List<TorchWeight> weights, int from, int to)
        {
            for (int step = from; step < to; step++)
            {
                LearningTensors.SetGradients(weights, step);
                optimizer.Step(.1);
            }
        }
    }

    [Fact]
    public void The_state_of_another_network_is_refused_whole()
    {
        using var optimizer = new AdamW(_weights);
        LearningTensors.SetGradients(_weights, 1);
        optimizer.Step(.1);
        float[][] before = Moments(optimizer);
        var moments = optimizer.ExportState().Moments.ToDictionary(m => m.Key, m => new float[m.Value.Length]);
        moments["second moment/large"] = new float[3];
        var e = Assert.Throws<ArgumentException>(() => optimizer.ImportState(new(5, moments)));
        Assert.Contains("second moment of large", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, Moments(optimizer));
        Assert.Equal(1, optimizer.Steps);
    }

    [Fact]
    public void Only_single_precision_is_optimised()
    {
        TorchWeight weight = LearningTensors.Weight("half", zeros(2, ScalarType.BFloat16));
        Assert.Contains("half", Assert.Throws<ArgumentException>(() => new AdamW([weight])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AdamW")]
    [InlineData("SGD")]
    public void Steps_leave_no_tensors_behind(string kind)
    {
        Optimizer optimizer = LearningTensors.Optimizer(kind, _weights, .1);
        long before = Tensor.TotalCount - 1; // the moment of the transposed matrix
        if (kind == "AdamW")
            before--;
        for (int step = 0; step < 3; step++)
        {
            using (NewDisposeScope())
                LearningTensors.SetGradients(_weights, step);
            optimizer.Step(.1, 1);
            optimizer.ImportState(optimizer.ExportState());
            optimizer.ZeroGradients();
        }

        optimizer.Dispose();
        Assert.Equal(before, Tensor.TotalCount);
    }

    public void Dispose()
    {
        _scope.Dispose();
        LearningTensors.Dispose(_weights);
    }

    private static float[][] Numbers(IEnumerable<TorchWeight> weights) => [.. weights.Select(w => LearningTensors.Numbers(w.Values))];

    private static float[][] Moments(Optimizer optimizer)
        => [.. optimizer.ExportState().Moments.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (float[])m.Value.Clone())];
}
