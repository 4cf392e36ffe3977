namespace MLTransfer.Evaluation.Report;

/// <summary>How good the classifier is, in large print.</summary>
internal sealed class SummarySection(MarkupWriter markup, ReportContent content, ReportNumbers numbers)
{
    public void Write()
    {
        markup.Open("section", ("class", "summary"));
        if (numbers.Main is { } set)
            WriteHeadline(set);
        else
            markup.Element("p", "There were no photos to measure the classifier with.");
        if (numbers.Test is null && numbers.Main is not null)
            markup.Element(
                "p", "There were no test photos. These are the validation photos, which helped to choose the model: expect a little less.");
        markup.Close();
    }

    private void WriteHeadline(MeasuredSet set)
    {
        string which = numbers.Test is null ? "validation" : "test";
        markup.Open("p", ("class", "headline")).Element("strong", Figures.Percent(set.Metrics.MicroAccuracy))
            .Text($" of {Figures.Count(set.Metrics.ImageCount)} {which} photos right").Close();
        ConfidenceInterval interval = set.Metrics.AccuracyInterval();
        markup.Element("p", $"95% interval: {Figures.Percent(interval.Lower)} to {Figures.Percent(interval.Upper)} (Wilson)");
        markup.Open("dl", ("class", "facts"));
        Fact("mistakes", Figures.Count(set.Metrics.Mistakes.Count));
        Fact("classes", Figures.Count(content.ClassNames.Count));
        Fact("mean recall of the classes", Figures.Percent(set.Metrics.MacroAccuracy));
        Fact("log loss", Figures.Decimal(set.Metrics.LogLoss));
        Fact("calibration error", Figures.Percent(set.Metrics.ExpectedCalibrationError));
        if (numbers is { Test: not null, Validation: { } validation })
            Fact("validation accuracy", $"{Figures.Percent(validation.Metrics.MicroAccuracy)} of {Figures.Count(validation.Metrics.ImageCount)}");
        markup.Close();
    }

    private void Fact(string name, string value) => markup.Open("div").Element("dt", name).Element("dd", value).Close();
}
