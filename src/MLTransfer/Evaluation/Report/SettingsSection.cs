namespace MLTransfer.Evaluation.Report;

/// <summary>What made the classifier.</summary>
internal sealed class SettingsSection(MarkupWriter markup, IReadOnlyList<ReportSetting> settings)
{
    public void Write()
    {
        if (settings.Count == 0)
            return;
        markup.Open("section", ("id", "settings")).Element("h2", "Settings").Open("div", ("class", "scroll")).Open("table").Open("tbody");
        foreach (ReportSetting setting in settings)
            markup.Open("tr").Element("th", setting.Name, ("scope", "row")).Open("td").Element("bdi", setting.Value).Close().Close();
        markup.Close().Close().Close().Close();
    }
}
