namespace MLTransfer.Evaluation.Report;

/// <summary>The confusion matrix, whose cells open their photos, and the pairs of classes that are confused most.</summary>
internal sealed class ConfusionSection(MarkupWriter markup, MeasuredSet set)
{
    private const int MostClasses = 30;
    private const int MostPairs = 15;

    private readonly IReadOnlyList<string> _classNames = set.Metrics.Labels;

    public void Write()
    {
        markup.Open("section", ("id", "confusion")).Element("h2", "Confusion matrix");
        int[] shown = ChooseClasses();
        string which = shown.Length == _classNames.Count ? "" : $" The {shown.Length} classes with the most mistakes, of {_classNames.Count}.";
        markup.Element("p", $"A row is what photos are, a column what they were taken for. Choose a number to see its photos.{which}");
        markup.Open("div", ("class", "scroll")).Open("table", ("class", "matrix"));
        WriteHeader(shown);
        markup.Open("tbody");
        foreach (int label in shown)
            WriteRow(label, shown);
        markup.Close().Close().Close();
        markup.Open("div", ("id", "cell"), ("tabindex", -1), ("aria-live", "polite")).Close();
        WritePairs();
        markup.Close();
    }

    private int[] ChooseClasses()
    {
        IEnumerable<int> all = Enumerable.Range(0, _classNames.Count);
        if (_classNames.Count <= MostClasses)
            return [.. all];
        var mistakes = new int[_classNames.Count];
        foreach ((int label, int predicted, int count) in set.Confusion.Pairs)
        {
            mistakes[label] += count;
            mistakes[predicted] += count;
        }

        return [.. all.OrderByDescending(c => mistakes[c]).Take(MostClasses).Order()];
    }

    private void WriteHeader(int[] shown)
    {
        markup.Open("thead").Open("tr").Element("td", "is \\ taken for");
        foreach (int predicted in shown)
            markup.Open("th", ("scope", "col")).Element("bdi", _classNames[predicted]).Close();
        markup.Close().Close();
    }

    private void WriteRow(int label, int[] shown)
    {
        markup.Open("tr").Open("th", ("scope", "row")).Element("bdi", _classNames[label]).Close();
        int support = set.Metrics.PerClass[label].Support;
        foreach (int predicted in shown)
        {
            int count = set.Confusion.Count(label, predicted);
            // By tenths of the row, and any mistake is seen.
            int heat = count == 0 ? 0 : Math.Max(1, (int)Math.Round(10.0 * count / support));
            string kind = label == predicted ? "right" : "wrong";
            markup.Open("td");
            if (count > 0)
            {
                markup.Element(
                    "button", Figures.Count(count), ("type", "button"), ("class", $"{kind} heat-{heat}"), ("data-cell", $"{label}-{predicted}"),
                    ("data-count", count),
                    ("aria-label", $"{_classNames[label]} taken for {_classNames[predicted]}: {Figures.Count(count)}"));
            }

            markup.Close();
        }

        markup.Close();
    }

    private void WritePairs()
    {
        if (set.Confusion.Pairs.Count == 0)
        {
            markup.Element("p", "There are no mistakes.");
            return;
        }

        markup.Element("h3", "Most confused");
        markup.Open("ol", ("class", "pairs"));
        foreach ((int label, int predicted, int count) in set.Confusion.Pairs.Take(MostPairs))
        {
            string share = Figures.Percent((double)count / set.Metrics.PerClass[label].Support);
            markup.Open("li").Open("a", ("href", $"#cell-{label}-{predicted}"))
                .Element("bdi", _classNames[label]).Text(" taken for ").Element("bdi", _classNames[predicted]).Close()
                .Text($": {Figures.Count(count)} ({share} of the class)").Close();
        }

        markup.Close();
    }
}
