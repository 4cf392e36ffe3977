using MLTransfer.Tests.Training.Torch;
using MLTransfer.Training.FineTuning;
using MLTransfer.Training.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MLTransfer.Tests.Training.FineTuning;

[Collection(TorchTests.Name)]
public sealed class MixingTests : IDisposable
{
    private const int Rows = 6;
    private readonly DisposeScope _scope;
    private readonly Tensor _labels;

    public MixingTests()
    {
        TorchRuntime.Load();
        _scope = NewDisposeScope();
        _labels = arange(Rows);
    }

    [Theory]
    [InlineData(1, 0, new long[] { Rows, 3, 5, 7 })]
    [InlineData(1, 0, new long[] { Rows, 8 })]
    [InlineData(0, 1, new long[] { Rows, 8 })]
    [InlineData(0, 1, new long[] { Rows, 8, 1, 1 })]
    [InlineData(1, 1, new long[] { Rows, 8 })]
    public void MixUp_blends_each_row_with_its_partner(double mixUp, double cutMix, long[] shape)
    {
        Tensor rows = randn(shape);
        for (int seed = 0; seed < 10; seed++)
        {
            MixedBatch mixed = new Mixing(mixUp, cutMix).Apply(rows, _labels, new Random(seed));
            Tensor others = rows.index_select(0, mixed.Partners);
            Assert.InRange(mixed.Share, 0, 1);
            Assert.True(mixed.Activations.allclose(rows * mixed.Share + others * (1 - mixed.Share), atol: 1e-5));
            Assert.Equal(Enumerable.Range(0, Rows).Select(i => (long)i), mixed.Partners.data<long>().ToArray().Order());
        }
    }

    [Fact]
    public void CutMix_puts_a_rectangle_of_the_partner_in_and_its_area_is_the_share()
    {
        // Every number tells which row it is from.
        Tensor rows = arange(Rows, ScalarType.Float32).view(Rows, 1, 1, 1).expand(Rows, 2, 9, 12).contiguous();
        var areas = new HashSet<double>();
        for (int seed = 0; seed < 40; seed++)
        {
            MixedBatch mixed = new Mixing(0, 1).Apply(rows, _labels, new Random(seed));
            areas.Add(mixed.Share);
            long[] partners = mixed.Partners.data<long>().ToArray();
            for (int row = 0; row < Rows; row++)
            {
                (int X, int Y)[] foreign = [.. from y in Enumerable.Range(0, 9)
                                               from x in Enumerable.Range(0, 12)
                                               where mixed.Activations[row, 0, y, x].item<float>() != row
                                               select (x, y)];
                Assert.True(mixed.Activations[row, 0].equal(mixed.Activations[row, 1]).all().item<bool>());
                if (foreign.Length == 0)
                    continue;
                Assert.Equal(1 - mixed.Share, foreign.Length / (9.0 * 12), 1e-9);
                int width = foreign.Max(p => p.X) - foreign.Min(p => p.X) + 1, height = foreign.Max(p => p.Y) - foreign.Min(p => p.Y) + 1;
                Assert.Equal(foreign.Length, width * height);
                Assert.All(foreign, p => Assert.Equal(partners[row], mixed.Activations[row, 0, p.Y, p.X].item<float>()));
            }
        }

        Assert.True(areas.Count > 20);
        Assert.InRange(areas.Average(), .4, .8);
    }

    [Fact]
    public void With_both_on_chance_decides()
    {
        Tensor rows = arange(Rows, ScalarType.Float32).view(Rows, 1, 1, 1).expand(Rows, 1, 8, 8).contiguous();
        int cuts = Enumerable.Range(0, 100).Count(seed =>
        {
            Tensor mixed = new Mixing(1, 1).Apply(rows, _labels, new Random(seed)).Activations;
            return mixed.equal(mixed.round()).all().item<bool>();
        });
        Assert.InRange(cuts, 30, 70);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public void It_follows_from_the_generator_and_leaves_the_batch_and_its_memory_order(double mixUp, double cutMix)
    {
        Tensor rows = randn(Rows, 4, 5, 3).permute(0, 3, 1, 2), before = rows.clone();
        MixedBatch one = new Mixing(mixUp, cutMix).Apply(rows, _labels, new Random(4));
        MixedBatch two = new Mixing(mixUp, cutMix).Apply(rows, _labels, new Random(4));
        Assert.True(one.Activations.equal(two.Activations).all().item<bool>());
        Assert.Equal(one.Share, two.Share);
        Assert.True(rows.equal(before).all().item<bool>());
        Assert.Equal(rows.stride(), one.Activations.stride());
    }

    [Fact]
    public void Labels_are_divided_like_the_rows()
    {
        var mixed = new MixedBatch(_labels, tensor(new long[] { 0, 1 }), tensor(new long[] { 2, 1 }), .75);
        Assert.Equal([.75f, 0, .25f, 0, 1, 0], mixed.LabelShares(3).data<float>().ToArray());
    }

    [Fact]
    public void It_is_on_where_an_alpha_is_above_0_and_refuses_negative_ones()
    {
        Assert.False(new Mixing(0, 0).IsOn);
        Assert.True(new Mixing(.2, 0).IsOn);
        Assert.True(new Mixing(0, 1).IsOn);
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new Mixing(-1, 0); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new Mixing(0, double.NaN); });
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public void It_leaves_only_the_result_behind(double mixUp, double cutMix)
    {
        Tensor rows = randn(Rows, 3, 5, 7);
        long before = Tensor.TotalCount;
        MixedBatch mixed = new Mixing(mixUp, cutMix).Apply(rows, _labels, new Random(4));
        mixed.LabelShares(Rows).Dispose();
        Assert.Equal(before + 2, Tensor.TotalCount);
    }

    public void Dispose() => _scope.Dispose();
}
