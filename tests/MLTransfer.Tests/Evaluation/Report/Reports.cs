using MLTransfer.Evaluation;
using MLTransfer.Evaluation.Report;

namespace MLTransfer.Tests.Evaluation.Report;

/// <summary>Contents of reports for tests.</summary>
internal static class Reports
{
    /// <summary>A class and a file that would be markup, and the end of a script, where a report did not escape them.</summary>
    public const string HostileClass = "<script>alert(1)</script>\u2028\"'&<!--";

    public const string HostileFile = "\"q' 🐈\n<img src=x onerror=alert(2)>.png";

    /// <summary>Scores that name the predicted class with a probability.</summary>
    public static ImageScores Image(string path, int label, int predicted, float probability = .8f, int classes = 2)
        => new(path, label, [.. Enumerable.Range(0, classes).Select(c => c == predicted ? probability : (1 - probability) / (classes - 1))]);

    /// <summary>Four photos of two classes in a folder: one of each is right, and one of each is mistaken.</summary>
    public static ReportContent Hostile(TemporaryFolder folder)
    {
        string[] paths = [folder["right.png"], folder[HostileFile], folder["other.png"], folder["turned.png"]];
        var random = new Random(1);
        foreach (string path in paths)
            File.WriteAllBytes(path, TinyPhotos.Draw("grid", random));
        return new ReportContent
        {
            Title = "</title>" + HostileClass,
            ClassNames = ["plain", HostileClass],
            Test = [Image(paths[0], 0, 0), Image(paths[1], 1, 0, .9f), Image(paths[2], 1, 1), Image(paths[3], 0, 1, .7f)],
            Validation = [Image(paths[0], 0, 0), Image(paths[2], 1, 1)],
            Epochs = [new(1, 0, .7, .5, .6, .5), new(2, 0, double.NaN, .6, .5, .75), new(3, 0, .3, .7, .4, .9)],
            Settings = [new("</td><script>", HostileClass)],
            Findings = [new(HostileClass, paths[1], .5, "</table>\n<script>alert(3)</script>"), new("gone", folder["gone.png"], null, "no file")],
            HeatMaps = new Dictionary<string, ReadOnlyMemory<byte>> { [paths[1]] = TinyPhotos.Draw("down", random) },
        };
    }
}
