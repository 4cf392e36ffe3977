using MLTransfer.Evaluation;

namespace MLTransfer.Tests.Evaluation;

public class RankedScoresTests
{
    [Fact]
    public void A_small_case_is_as_worked_out_by_hand()
    {
        // Pairs of a positive (.9, .5, .5) and a negative (.5, .1): .9 wins 2; each .5 ties with .5 and beats .1. So (2 + 1.5 + 1.5) / 6.
        RankedScores ranked = new([.5f, .9f, .1f, .5f, .5f], [true, true, false, false, true]);
        Assert.Equal(5 / 6.0, ranked.RocAuc, 1e-15);
        // At .9: recall 1/3, precision 1. At .5: recall 1, precision 3/4.
        Assert.Equal(1 / 3.0 + 2 / 3.0 * .75, ranked.AveragePrecision, 1e-15);
        Assert.Equal([new(float.PositiveInfinity, 0, 0), new(.9f, 0, 1 / 3.0), new(.5f, .5, 1), new(.1f, 1, 1)], ranked.RocCurve);
        Assert.Equal([new(.9f, 1 / 3.0, 1), new(.5f, 1, 3 / 4.0), new(.1f, 1, 3 / 5.0)], ranked.PrecisionRecallCurve);
    }

    [Fact]
    public void The_area_is_the_share_of_pairs_in_order_and_one_less_it_for_scores_turned_round()
    {
        var random = new Random(3);
        for (int round = 0; round < 200; round++)
        {
            float[] scores = [.. Enumerable.Range(0, 2 + random.Next(40)).Select(_ => random.Next(8) / 8f)];
            bool[] positive = [.. scores.Select(s => random.NextSingle() < .2f + s / 2)];
            (positive[0], positive[1]) = (true, false);
            double[] pairs =
            [
                .. from p in Enumerable.Range(0, scores.Length).Where(i => positive[i])
                   from n in Enumerable.Range(0, scores.Length).Where(i => !positive[i])
                   select scores[p] > scores[n] ? 1 : scores[p] < scores[n] ? 0 : .5,
            ];
            double area = new RankedScores(scores, positive).RocAuc;
            Assert.Equal(pairs.Average(), area, 1e-12);
            Assert.Equal(1 - area, new RankedScores([.. scores.Select(s => -s)], positive).RocAuc, 1e-15);
        }
    }

    [Fact]
    public void Scores_that_are_all_the_same_tell_nothing()
    {
        RankedScores ranked = new([.3f, .3f, .3f, .3f], [true, false, false, false]);
        Assert.Equal((.5, .25), (ranked.RocAuc, ranked.AveragePrecision));
        Assert.Equal(2, ranked.RocCurve.Count);
    }

    [Fact]
    public void What_is_undefined_is_NaN()
    {
        RankedScores none = new([.1f, .2f], [false, false]), all = new([.1f, .2f], [true, true]);
        Assert.Equal((double.NaN, double.NaN), (none.RocAuc, none.AveragePrecision));
        Assert.Equal((double.NaN, 1), (all.RocAuc, all.AveragePrecision));
    }
}
