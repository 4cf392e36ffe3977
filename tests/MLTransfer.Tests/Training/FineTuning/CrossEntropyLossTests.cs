using MLTransfer.Tests.Training.Torch;
using MLTransfer.Training.FineTuning;
using MLTransfer.Training.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MLTransfer.Tests.Training.FineTuning;

[Collection(TorchTests.Name)]
public sealed class CrossEntropyLossTests : IDisposable
{
    private static readonly float[] Weights = [.5f, 2, 0, 1.5f];
    private readonly DisposeScope _scope;

    public CrossEntropyLossTests()
    {
        TorchRuntime.Load();
        _scope = NewDisposeScope();
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(.1, false)]
    [InlineData(0, true)]
    [InlineData(.2, true)]
    public void It_is_the_formula_and_its_gradient_is_right(double smoothing, bool weighted)
    {
        double[,] logits = { { 1, -2, .5, 0 }, { 0, 3, 0, -1 }, { -1, 0, 2, 1 } };
        int[] labels = [0, 1, 3];
        var loss = new CrossEntropyLoss(smoothing, weighted ? Weights : null);
        Tensor given = tensor(logits, dtype: ScalarType.Float32).requires_grad_();
        loss.Of(given, tensor(labels, dtype: ScalarType.Int64)).backward();
        Assert.Equal(Expected(), loss.Of(given, tensor(labels, dtype: ScalarType.Int64)).item<float>(), 1e-5);
        for (int i = 0; i < 3; i++)
        {
            for (int c = 0; c < 4; c++)
            {
                logits[i, c] += 1e-5;
                double above = Expected();
                logits[i, c] -= 2e-5;
                double slope = (above - Expected()) / 2e-5;
                logits[i, c] += 1e-5;
                Assert.Equal(slope, given.grad![i, c].item<float>(), 1e-5);
            }
        }

        double Expected()
        {
            double sum = 0, weights = 0;
            for (int i = 0; i < 3; i++)
            {
                double total = Enumerable.Range(0, 4).Sum(c => Math.Exp(logits[i, c]));
                for (int c = 0; c < 4; c++)
                {
                    double target = (labels[i] == c ? 1 - smoothing : 0) + smoothing / 4;
                    sum -= target * (weighted ? Weights[c] : 1) * Math.Log(Math.Exp(logits[i, c]) / total);
                }

                weights += weighted ? Weights[labels[i]] : 1;
            }

            return sum / weights;
        }
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(.1, false)]
    [InlineData(.1, true)]
    public void Undivided_labels_give_the_same_loss_as_shares(double smoothing, bool weighted)
    {
        var loss = new CrossEntropyLoss(smoothing, weighted ? Weights : null);
        Tensor logits = randn(9, 4), labels = tensor(new long[] { 0, 1, 3, 3, 2, 1, 0, 0, 3 });
        Tensor shares = nn.functional.one_hot(labels, 4).to_type(ScalarType.Float32);
        Assert.Equal(loss.Of(logits, labels).item<float>(), loss.OfShares(logits, shares).item<float>(), 1e-5f);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(.1)]
    public void Divided_labels_are_those_of_Torch(double smoothing)
    {
        Tensor logits = randn(9, 4), shares = nn.functional.softmax(randn(9, 4), 1);
        float expected = nn.functional.cross_entropy(logits, shares, label_smoothing: smoothing).item<float>();
        Assert.Equal(expected, new CrossEntropyLoss(smoothing).OfShares(logits, shares).item<float>(), 1e-5f);
    }

    [Fact]
    public void A_mixed_batch_has_the_mixed_loss()
    {
        Tensor logits = randn(3, 4), labels = tensor(new long[] { 0, 1, 3 }), partners = tensor(new long[] { 3, 1, 0 });
        var loss = new CrossEntropyLoss();
        double expected = .7 * loss.Of(logits, labels).item<float>() + .3 * loss.Of(logits, partners).item<float>();
        Assert.Equal(expected, loss.OfShares(logits, new MixedBatch(logits, labels, partners, .7).LabelShares(4)).item<float>(), 1e-5);
    }

    [Fact]
    public void Logits_in_half_precision_are_computed_in_single_precision()
    {
        Tensor logits = randn(3, 4).to_type(ScalarType.BFloat16), labels = tensor(new long[] { 0, 1, 3 });
        Tensor loss = new CrossEntropyLoss(.1).Of(logits, labels);
        Assert.Equal(ScalarType.Float32, loss.dtype);
        Assert.Equal(new CrossEntropyLoss(.1).Of(logits.to_type(ScalarType.Float32), labels).item<float>(), loss.item<float>());
    }

    [Theory]
    [InlineData(-.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_smoothing_that_is_no_share_is_refused(double smoothing)
        => Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new CrossEntropyLoss(smoothing); });

    [Fact]
    public void It_leaves_only_the_loss_behind()
    {
        Tensor logits = randn(3, 4), labels = tensor(new long[] { 0, 1, 3 }), shares = ones(3, 4) / 4;
        long before = Tensor.TotalCount;
        var loss = new CrossEntropyLoss(.1, Weights);
        loss.Of(logits, labels).Dispose();
        loss.OfShares(logits, shares).Dispose();
        Assert.Equal(before, Tensor.TotalCount);
    }

    public void Dispose() => _scope.Dispose();
}
