using Microsoft.ML;
using MLTransfer.Evaluation;
using MLTransfer.Tests.Training;
using MLTransfer.Training;

namespace MLTransfer.Tests.Evaluation;

public class EvaluatorTests
{
    private static readonly string[] Labels = ["ant", "bee", "cat", "dog"];

    // Features are the logits themselves.
    private static readonly LinearHead Identity = new([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], [0, 0, 0, 0]);

    [Fact]
    public void A_small_case_is_as_worked_out_by_hand()
    {
        // ant: 3 right, 1 called bee. bee: 1 right, 1 called ant. cat: 1 called ant. dog: none, and none called so.
        ClassifierMetrics m = Evaluate((0, 0), (0, 0), (0, 0), (0, 1), (1, 1), (1, 0), (2, 0));
        Assert.Equal(
            [[3, 1, 0, 0], [1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]],
            m.ConfusionMatrix.Counts.Select(r => r.Select(c => (int)c).ToArray()));
        Assert.Equal(("ant", 3 / 5.0, 3 / 4.0, 2 / 3.0, 4), Counted(m.PerClass[0]));
        Assert.Equal(("bee", 1 / 2.0, 1 / 2.0, 1 / 2.0, 2), Counted(m.PerClass[1]));
        Assert.Equal(("cat", double.NaN, 0, 0, 1), Counted(m.PerClass[2]));
        Assert.Equal(("dog", double.NaN, double.NaN, double.NaN, 0), Counted(m.PerClass[3]));
        Assert.Equal((2 / 3.0 + 1 / 2.0 + 0) / 3, m.MacroF1, 1e-12);
        Assert.Equal(7, m.ImageCount);
        Assert.Equal(4 / 7.0, m.MicroAccuracy, 1e-9);
        Assert.Equal((3 / 4.0 + 1 / 2.0 + 0) / 3, m.MacroAccuracy, 1e-9);
        Assert.Equal(Labels, m.Labels);
        Assert.Same(m.MLNet.ConfusionMatrix, m.ConfusionMatrix);
    }

    [Fact]
    public void The_log_loss_is_the_mean_cross_entropy()
    {
        double sure = Math.Exp(3) / (Math.Exp(3) + 3), wrong = 1 / (Math.Exp(3) + 3);
        Assert.Equal(-(2 * Math.Log(sure) + Math.Log(wrong)) / 3, Evaluate((0, 0), (3, 3), (1, 2)).LogLoss, 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_set_of_one_class_has_its_place_in_the_order_of_all(int only)
    {
        ClassifierMetrics m = Evaluate((only, only), (only, only), (only, 1));
        Assert.Equal(Labels, m.PerClass.Select(c => c.Label));
        Assert.Equal(2 / 3.0, m.PerClass[only].Recall, 1e-9);
        Assert.Equal(3, m.PerClass[only].Support);
        Assert.Equal((0, 0), (m.PerClass[1].Precision, m.PerClass[1].Support));
        Assert.All(m.PerClass, c => Assert.Equal(double.NaN, c.RocAuc));
        Assert.Equal(double.NaN, m.MacroRocAuc);
        Assert.Equal(1, m.PerClass[only].AveragePrecision);
        Assert.Empty(m.RocCurve(Labels[only]));
        Assert.Empty(m.PrecisionRecallCurve(Labels[2]));
    }

    [Fact]
    public void All_right_is_1_everywhere_and_no_mistakes()
    {
        ClassifierMetrics m = Evaluate((0, 0), (1, 1), (2, 2), (3, 3));
        Assert.All(m.PerClass, c => Assert.Equal((1, 1, 1, 1), (c.Precision, c.Recall, c.F1, c.Support)));
        Assert.Empty(m.Mistakes);
        Assert.Equal((1, 1), (m.MicroAccuracy, m.MacroAccuracy));
    }

    [Fact]
    public void Mistakes_are_named_surest_first()
    {
        var set = new FeatureSet();
        set.Add([1, 0, 0, 0], 1, "unsure.jpg", Blobs.Hash(1));
        set.Add([0, 0, 9, 0], 2, "right.jpg", Blobs.Hash(2));
        set.Add([0, 0, 0, 9], 0, "sure.jpg", Blobs.Hash(3));
        IReadOnlyList<Misclassification> mistakes = Evaluator.Evaluate(new MLContext(), set, Identity, LabelKeys.Named(Labels)).Mistakes;
        Assert.Equal([("sure.jpg", "ant", "dog"), ("unsure.jpg", "bee", "ant")], mistakes.Select(m => (m.Path, m.Label, m.PredictedLabel)));
        Assert.Equal(Math.E / (Math.E + 3), mistakes[1].Probability, 1e-6);
    }

    [Fact]
    public void Labels_of_any_text_name_the_classes()
    {
        string[] odd = ["", "a,b", "\"q\"", "新"];
        ClassifierMetrics m = Evaluator.Evaluate(new MLContext(), Set([(0, 0), (1, 2), (3, 3)]), Identity, LabelKeys.Named(odd));
        Assert.Equal(odd, m.PerClass.Select(c => c.Label));
        Assert.Equal(1, m.PerClass[3].F1);
    }

    [Fact]
    public void Nothing_and_scores_that_are_no_numbers_are_errors()
    {
        Assert.Throws<EvaluationDataException>(() => Evaluate());
        var set = new FeatureSet();
        set.Add([1, float.NaN, 0, 0], 1, "broken.jpg", Blobs.Hash(1));
        Assert.Contains("broken.jpg", Assert.Throws<EvaluationDataException>(
            () => Evaluator.Evaluate(new MLContext(), set, Identity, LabelKeys.Named(Labels))).Message, StringComparison.Ordinal);
    }

    private static (string Label, double Precision, double Recall, double F1, int Support) Counted(ClassMetrics c)
        => (c.Label, c.Precision, c.Recall, c.F1, c.Support);

    private static ClassifierMetrics Evaluate(params (int Label, int Predicted)[] images)
        => Evaluator.Evaluate(new MLContext(), Set(images), Identity, LabelKeys.Named(Labels));

    private static FeatureSet Set((int Label, int Predicted)[] images)
    {
        var set = new FeatureSet();
        foreach ((int label, int predicted) in images)
            set.Add([.. Enumerable.Range(0, 4).Select(c => c == predicted ? 3f : 0)], label, $"{set.Count}", Blobs.Hash(set.Count));
        return set;
    }
}
