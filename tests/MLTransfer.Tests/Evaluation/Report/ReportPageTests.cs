using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MLTransfer.Evaluation.Report;

namespace MLTransfer.Tests.Evaluation.Report;

public sealed partial class ReportPageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Hostile_names_leave_the_page_well_formed_and_are_read_back_as_they_are()
    {
        (string page, JsonNode json) = Write(Reports.Hostile(_folder));
        XElement html = Parse(page);
        Assert.Equal("</title>" + Reports.HostileClass, html.Descendants("h1").Single().Value);
        Assert.Equal(2, html.Descendants("script").Count());
        Assert.Contains(html.Descendants("button"), b => b.Attribute("aria-label")!.Value == $"{Reports.HostileClass} taken for plain: 1");
        JsonNode data = JsonNode.Parse(html.Descendants("script").First().Value)!;
        Assert.Equal(Reports.HostileClass, (string?)data["classes"]![1]);
        string hostilePath = _folder[Reports.HostileFile];
        Assert.Contains(data["photos"]!.AsArray(), p => (string?)p!["path"] == hostilePath);
        Assert.Equal(hostilePath, (string?)json["test"]!["images"]![1]!["path"]);
        Assert.Equal(Reports.HostileClass, (string?)json["classes"]![1]);
    }

    [Fact]
    public void Marks_that_turn_the_direction_of_a_name_are_spelt_out()
    {
        string path = _folder["a\u202egnp.exe"];
        ReportContent content = Reports.Hostile(_folder) with { Findings = [new("Outlier", [path], null, "unlike \u2067others")] };
        (string page, JsonNode json) = Write(content);
        Assert.DoesNotMatch("[\u202a-\u202e\u2066-\u2069]", page);
        Assert.Contains("""a\u202egnp.exe""", page, StringComparison.Ordinal);
        Assert.Equal(path, (string?)json["findings"]![0]!["paths"]![0]);
    }

    [Fact]
    public void The_page_needs_nothing_from_elsewhere()
    {
        string page = Write(Reports.Hostile(_folder)).Page;
        Assert.DoesNotMatch("""(?i)(src|href)="(?!data:|#)""", page);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_beside_it_has_the_same_numbers()
    {
        (string page, JsonNode json) = Write(Reports.Hostile(_folder));
        JsonNode test = json["test"]!;
        Assert.Equal((4, 2, .5), ((int)test["imageCount"]!, (int)test["right"]!, (double)test["accuracy"]!));
        // Wilson by hand: the middle is 1/2, and half the width is z sqrt(1/16 + z²/64) / (1 + z²/4).
        Assert.Equal(.15004, (double)test["accuracyInterval95"]!["lower"]!, 1e-5);
        Assert.Equal(.84996, (double)test["accuracyInterval95"]!["upper"]!, 1e-5);
        Assert.Contains("<strong>50.0%</strong>", page, StringComparison.Ordinal);
        Assert.Contains("15.0% to 85.0%", page, StringComparison.Ordinal);
        Assert.Equal(1, (double)json["validation"]!["accuracy"]!);
        Assert.Null(json["epochs"]![1]!["loss"]);
        Assert.Equal(.5, (double)json["epochs"]![1]!["validationLoss"]!);
        Assert.Equal("</table>\n<script>alert(3)</script>", (string?)json["findings"]![0]!["reason"]);
    }

    [Fact]
    public void Ten_classes_and_ten_thousand_photos_stay_under_5_MB()
    {
        var random = new Random(1);
        // Pictures of much detail, larger than their thumbnails.
        string[] photos = [.. Enumerable.Range(0, 40).Select(i => Noise.Photo(_folder[$"{i}.jpg"], random))];
        Directory.CreateDirectory(_folder["all"]);
        string[] classes = [.. Enumerable.Range(0, 10).Select(c => $"class {c}")];
        (string, int, int, float)[] images = [.. Enumerable.Range(0, 10_000).Select(i =>
        {
            string path = _folder[$"all/{i}.jpg"];
            File.Copy(photos[i % photos.Length], path);
            int label = i % 10, predicted = random.NextDouble() < .5 ? label : random.Next(10);
            return (path, label, predicted, .3f + .6f * random.NextSingle());
        })];
        (string page, _) = Write(new ReportContent
        {
            Title = "large",
            ClassNames = classes,
            Test = Reports.Measure(classes, images),
        });
        Assert.InRange(page.Length, 1_000_000, 5_000_000);
        JsonNode data = JsonNode.Parse(Parse(page).Descendants("script").First().Value)!;
        // Every cell shows some photos.
        Assert.Equal(100, data["cells"]!.AsObject().Count);
        Assert.All(data["cells"]!.AsObject(), cell => Assert.InRange(cell.Value!.AsArray().Count, 1, PhotoSelection.PerCell));
    }

    [Fact]
    public void A_thousand_classes_make_no_huge_matrix()
    {
        var random = new Random(1);
        string[] names = [.. Enumerable.Range(0, 1_000).Select(c => $"{c}")];
        ClassifierMetrics test = Reports.Measure(names, Enumerable.Range(0, 2_000).Select(i => ($"{i}.jpg", i / 2, random.Next(1_000), .5f)));
        (string page, _) = Write(new ReportContent { Title = "many", ClassNames = names, Test = test });
        Assert.Equal(30, Parse(page).Descendants("table").First().Descendants("tbody").Single().Elements("tr").Count());
        Assert.InRange(page.Length, 1, 2_000_000);
    }

    [Fact]
    public void Without_test_photos_it_shows_those_for_validation_and_says_so()
    {
        (string page, JsonNode json) = Write(Reports.Hostile(_folder) with { Test = null });
        Assert.Contains("There were no test photos", page, StringComparison.Ordinal);
        Assert.Contains("<strong>100.0%</strong>", page, StringComparison.Ordinal);
        Assert.Null(json["test"]);
    }

    [Fact]
    public void With_nothing_measured_there_is_still_a_page()
        => Assert.Contains("no photos to measure", Write(new ReportContent { Title = "t", ClassNames = ["a", "b"] }).Page, StringComparison.Ordinal);

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        var content = new ReportContent { Title = "t", ClassNames = ["a", "b"] };
        Assert.Contains("no probabilities", Refusal(Reports.Measure(["a", "b"], [("odd.png", 0, 0, 1.5f)])), StringComparison.Ordinal);
        Assert.Contains("3 classes", Refusal(Reports.Measure(["a", "b", "c"], [("odd.png", 0, 0, .5f)])), StringComparison.Ordinal);
        Assert.Contains(".html", Assert.Throws<ArgumentException>(() => ReportWriter.Write(_folder["report.json"], content)).Message);
        Assert.Empty(Directory.GetFiles(_folder.Path));

        string Refusal(ClassifierMetrics test)
            => Assert.Throws<ArgumentException>(() => ReportWriter.Write(_folder["r.html"], content with { Test = test })).Message;
    }

    private static XElement Parse(string page)
    {
        // The style sheet and the script of the page are no XML; what is escaped is not in them.
        string markup = Code().Replace(page.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal), "<$1></$1>");
        return XElement.Parse(markup);
    }

    private (string Page, JsonNode Json) Write(ReportContent content)
    {
        ReportWriter.Write(_folder["report.html"], content);
        return (File.ReadAllText(_folder["report.html"]), JsonNode.Parse(File.ReadAllText(_folder["report.json"]))!);
    }

    [GeneratedRegex("<(style|script)>.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Code();
}
