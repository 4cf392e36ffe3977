namespace MLTransfer.Evaluation.Report;

/// <summary>How the classifier does class by class, and what its probabilities are worth.</summary>
internal sealed class ClassesSection(MarkupWriter markup, MeasuredSet set)
{
    private static readonly ChartAxis Share = ChartAxis.Around([0, 1], most: 1);

    public void Write()
    {
        markup.Open("section").Element("h2", "Classes");
        WriteTable();
        markup.Close();
        markup.Open("section").Element("h2", "Probabilities");
        ClassMetrics[] drawn = ChooseClasses();
        int all = set.Metrics.Labels.Count;
        string which = drawn.Length < all ? $" Of {all} classes, those {drawn.Length} that are told apart the least." : "";
        markup.Element("p", $"Each class against all others.{which}");
        markup.Open("div", ("class", "charts"));
        if (drawn.Length > 0)
        {
            new LineChart("ROC: true positive rate", "false positive rate", Share, Share) { HasDiagonal = true }.Write(
                markup, [.. drawn.Select(c => new ChartLine($"{c.Label} (area {Figures.Decimal(c.RocAuc)})", CurvePoints.Roc(set.Metrics, c.Label)))]);
            new LineChart("Precision", "recall", Share, Share).Write(
                markup,
                [
                    .. drawn.Select(c => new ChartLine(
                        $"{c.Label} (mean {Figures.Decimal(c.AveragePrecision)})", CurvePoints.PrecisionRecall(set.Metrics, c.Label))),
                ]);
        }

        new LineChart("Reliability: share that is right", "probability of the predicted class", Share, Share).WriteBars(
            markup, set.Metrics.ReliabilityBins.Where(b => b.Count > 0).Select(b => (b.LowerBound, b.UpperBound, b.Accuracy, Describe(b))));
        IReadOnlyList<(double X, double Y)> coverage = CurvePoints.Coverage(set.Metrics);
        var accuracies = ChartAxis.Around(coverage.Select(p => p.Y), most: 1);
        new LineChart("Accuracy if only sure answers are given", "share of photos answered", Share, accuracies).Write(
            markup, [new ChartLine("accuracy", coverage)]);
        markup.Close();
        markup.Element("p", "Bars below the diagonal: the classifier is surer than it is right. Above: it could be surer.");
        markup.Element("p", "The last chart: how often it is right if it answers only for the photos that it is surest of.");
        markup.Close();
    }

    private static string Describe(ReliabilityBin bin)
        => $"{Figures.Count(bin.Count)} photos at {Figures.Percent(bin.MeanConfidence)} on average; {Figures.Percent(bin.Accuracy)} right";

    private ClassMetrics[] ChooseClasses() =>
    [
        .. set.Metrics.PerClass.Index()
            .Where(c => !double.IsNaN(c.Item.RocAuc))
            .OrderBy(c => c.Item.RocAuc)
            .Take(LineChart.MostLines)
            .OrderBy(c => c.Index)
            .Select(c => c.Item),
    ];

    private void WriteTable()
    {
        markup.Open("div", ("class", "scroll")).Open("table", ("class", "numbers")).Open("thead").Open("tr");
        foreach (string title in (string[])["class", "photos", "precision", "recall", "F1", "ROC area", "average precision"])
            markup.Element("th", title, ("scope", "col"));
        markup.Close().Close().Open("tbody");
        foreach (ClassMetrics one in set.Metrics.PerClass)
        {
            markup.Open("tr").Open("th", ("scope", "row")).Element("bdi", one.Label).Close().Element("td", Figures.Count(one.Support));
            foreach (double number in (double[])[one.Precision, one.Recall, one.F1, one.RocAuc, one.AveragePrecision])
                markup.Element("td", Figures.Decimal(number));
            markup.Close();
        }

        markup.Close().Close().Close();
    }
}
