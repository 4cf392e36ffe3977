using MLTransfer.Tests.Networks;
using MLTransfer.Tests.Training.Torch;
using MLTransfer.Training.FineTuning;
using MLTransfer.Training.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MLTransfer.Tests.Training.FineTuning;

/// <summary>Weights that training computes with in bfloat16, and keeps in float32.</summary>
[Collection(TorchTests.Name)]
public sealed class RoundedWeightsTests : IDisposable
{
    private readonly DisposeScope _scope;

    public RoundedWeightsTests()
    {
        TorchRuntime.Load();
        _scope = NewDisposeScope();
    }

    [Theory]
    [InlineData("AdamW")]
    [InlineData("SGD")]
    public void Training_with_rounded_weights_is_training_with_weights_that_every_step_rounds(string kind)
    {
        Assert.Equal(Train(kind, ScalarType.Float32), Train(kind, ScalarType.BFloat16));
    }

    [Fact]
    public void Only_weights_of_layers_are_rounded()
    {
        using TorchNetwork network = Create(ScalarType.BFloat16);
        Assert.Equal(network.Weights.Select(w => w.Decays), network.Weights.Select(w => w.Rounded is not null));
        Assert.Contains(network.Weights, w => w.Rounded is null);
        using TorchNetwork exact = Create(ScalarType.Float32);
        Assert.All(exact.Weights, w => Assert.Null(w.Rounded));
    }

    [Fact]
    public void Written_weights_are_rounded_as_well()
    {
        using TorchNetwork network = Create(ScalarType.BFloat16);
        network.WriteWeights(network.ReadWeights().ToDictionary(w => w.Key, w => Array.ConvertAll(w.Value, v => v + .3f)));
        Assert.All(network.Weights.Where(w => w.Rounded is not null), IsRounded);
    }

    [Theory]
    [InlineData("AdamW")]
    [InlineData("SGD")]
    public void Every_memory_layout_is_kept_up_to_date(string kind)
    {
        List<TorchWeight> exact = LearningTensors.Create(), rounded = [.. LearningTensors.Create().Select(Round)];
        using Optimizer one = LearningTensors.Optimizer(kind, exact, .1), other = LearningTensors.Optimizer(kind, rounded, .1);
        for (int step = 0; step < 3; step++)
        {
            LearningTensors.SetGradients(exact, step);
            foreach ((TorchWeight weight, TorchWeight same) in rounded.Zip(exact))
            {
                weight.Gradient = same.Gradient!.to(ScalarType.BFloat16);
                same.Gradient = weight.Gradient!.to(ScalarType.Float32);
            }

            one.Step(.1, 1);
            other.Step(.1, 1);
        }

        Assert.All(exact.Zip(rounded), w => Assert.Equal(LearningTensors.Numbers(w.First.Values), LearningTensors.Numbers(w.Second.Values)));
        Assert.All(rounded, IsRounded);
    }

    public void Dispose() => _scope.Dispose();

    private static float[][] Train(string kind, ScalarType precision)
    {
        using TorchNetwork network = Create(precision);
        using Optimizer optimizer = LearningTensors.Optimizer(kind, network.Weights, .1);
        for (int step = 0; step < 4; step++)
        {
            using var scope = NewDisposeScope();
            random.manual_seed(step);
            optimizer.ZeroGradients();
            network.Forward(rand(3, TransformerSketch.Tokens, TransformerSketch.Width), training: true, ScalarType.BFloat16).square().sum().backward();
            optimizer.Step(.01, 1);
        }

        Assert.All(network.Weights.Where(w => w.Rounded is not null), IsRounded);
        return [.. network.ReadWeights().Values];
    }

    private static TorchNetwork Create(ScalarType precision) => new(TransformerSketch.Create(), "embedded", "output", CPU, precision: precision);

    private static TorchWeight Round(TorchWeight weight)
        => weight with { Values = weight.Values.detach(), Rounded = weight.Values.detach().to(ScalarType.BFloat16).requires_grad_() };

    private static void IsRounded(TorchWeight weight)
        => Assert.Equal(
            LearningTensors.Numbers(weight.Values.detach().to(ScalarType.BFloat16).to(ScalarType.Float32)),
            LearningTensors.Numbers(weight.Rounded!.detach().to(ScalarType.Float32)));
}
