namespace MLTransfer.Evaluation.Report;

/// <summary>Lists of photos with what they are. The script of the page puts the pictures in, so that the page holds each of them once.</summary>
internal sealed class PhotoGallery(MarkupWriter markup, PhotoSelection selection)
{
    /// <summary>The name of a file with the folder that it is in.</summary>
    public static string ShortName(string path)
    {
        string[] parts = path.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 0 ? path : string.Join('/', parts[^Math.Min(2, parts.Length)..]);
    }

    public void Write(string title, string explanation, IReadOnlyList<ScoredImage> images)
    {
        if (images.Count == 0)
            return;
        markup.Open("section").Element("h2", title).Element("p", explanation).Open("div", ("class", "photos"));
        foreach (ScoredImage image in images)
        {
            markup.Open("figure", ("class", "photo"));
            WritePicture(image.Path);
            markup.Open("figcaption").Open("span", ("class", "verdict")).Element("bdi", image.Label);
            if (image.IsCorrect)
                markup.Text(", right at ");
            else
                markup.Text(" taken for ").Element("bdi", image.PredictedLabel).Text(" at ");
            markup.Text(Figures.Percent(image.Probability));
            if (!image.IsCorrect)
                markup.Text($" ({Figures.Percent(image.Scores[image.LabelIndex])} for what it is)");
            markup.Close();
            markup.Element("bdi", ShortName(image.Path), ("class", "name"), ("title", image.Path)).Close().Close();
        }

        markup.Close().Close();
    }

    /// <summary>The place of a thumbnail, where the photo has one.</summary>
    public void WritePicture(string path)
    {
        if (selection.NumberOf(path) is { } number)
            markup.Empty("img", ("alt", ShortName(path)), ("data-photo", number));
    }
}
