namespace MLTransfer.Evaluation.Report;

/// <summary>What is wrong with the photos.</summary>
internal sealed class FindingsSection(MarkupWriter markup, IReadOnlyList<ReportFinding> findings, PhotoGallery gallery)
{
    public void Write()
    {
        if (findings.Count == 0)
            return;
        markup.Open("section", ("id", "findings")).Element("h2", "Photos to look at");
        if (findings.Count > PhotoSelection.MostFindings)
        {
            markup.Element(
                "p", $"The first {PhotoSelection.MostFindings} of {Figures.Count(findings.Count)} findings; the .json file beside this page has them all.");
        }

        markup.Open("div", ("class", "scroll")).Open("table").Open("thead").Open("tr");
        foreach (string title in (string[])["photo", "finding"])
            markup.Element("th", title, ("scope", "col"));
        markup.Close().Close().Open("tbody");
        foreach (ReportFinding finding in findings.Take(PhotoSelection.MostFindings))
            WriteRow(finding);
        markup.Close().Close().Close().Close();
    }

    private void WriteRow(ReportFinding finding)
    {
        markup.Open("tr").Open("td", ("class", "found"));
        foreach (string path in finding.Paths)
        {
            gallery.WritePicture(path);
            markup.Element("bdi", PhotoGallery.ShortName(path), ("class", "name"), ("title", path));
        }

        markup.Close();
        // The reason has the score in words; what the number alone means depends on the kind.
        markup.Open("td").Element("strong", finding.Kind).Text($": {finding.Reason}").Close();
        markup.Close();
    }
}
