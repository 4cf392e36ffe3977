using System.Text.Encodings.Web;
using System.Text.Json;

namespace MLTransfer.Evaluation.Report;

/// <summary>The report as one HTML page that needs nothing else.</summary>
internal sealed class ReportPage(ReportContent content, ReportNumbers numbers, PhotoSelection selection, ReportPhotos photos)
{
    // The default encoder writes <, >, & and all that is not ASCII as escapes, so that nothing ends the script element that holds the data.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Default };

    private readonly MarkupWriter _markup = new();

    public override string ToString()
    {
        _markup.Raw("<!DOCTYPE html>\n").Open("html", ("lang", "en"));
        WriteHead();
        _markup.Open("body").Open("header").Open("h1").Element("bdi", content.Title).Close().Close().Open("main");
        new SummarySection(_markup, content, numbers).Write();
        var gallery = new PhotoGallery(_markup, selection);
        if (numbers.Main is { } set)
        {
            new ConfusionSection(_markup, set).Write();
            gallery.Write("Top losses", $"The mistakes that cost the most: sure of the wrong class.{ExplainHeatMaps()}", selection.TopLosses);
            gallery.Write("Least sure", "The photos whose class the classifier is least sure of.", selection.LeastSure);
            new ClassesSection(_markup, set).Write();
        }

        new CurvesSection(_markup, content.Epochs).Write();
        new FindingsSection(_markup, content.Findings, gallery).Write();
        new SettingsSection(_markup, content.Settings).Write();
        _markup.Close();
        WriteScripts();
        return _markup.Close().Close().ToString();
    }

    private void WriteHead() => _markup
        .Open("head")
        .Empty("meta", ("charset", "utf-8"))
        .Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", ReportResources.ContentSecurityPolicy))
        .Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"))
        .Empty("meta", ("name", "color-scheme"), ("content", "light dark"))
        .Element("title", content.Title)
        .Open("style").Raw(ReportResources.Style).Close()
        .Close();

    private string ExplainHeatMaps() => photos.HeatMapObstacle is { } obstacle
        ? $" There are no pictures of where the classifier looks: {obstacle}"
        : photos.HasHeatMaps ? " Beside a photo is what in it speaks for the class that it was taken for." : "";

    private void WriteScripts()
    {
        var data = new
        {
            classes = content.ClassNames,
            photos = selection.Paths.Select(path => new
            {
                path,
                name = MarkupWriter.Readable(PhotoGallery.ShortName(path)),
                photo = photos.Photo(path),
                heatMap = photos.HeatMap(path),
            }),
            cells = selection.Cells.ToDictionary(
                cell => $"{cell.Key.Label}-{cell.Key.Predicted}",
                cell => cell.Value.Select(image => new { photo = selection.NumberOf(image.Path), probability = Figures.Percent(image.Probability) })),
        };
        _markup.Open("script", ("type", "application/json"), ("id", "data")).Raw(JsonSerializer.Serialize(data, Json)).Close();
        _markup.Open("script").Raw(ReportResources.Script).Close();
    }
}
