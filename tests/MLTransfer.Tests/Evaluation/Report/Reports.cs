using Microsoft.ML;
using MLTransfer.Evaluation;
using MLTransfer.Evaluation.Report;
using MLTransfer.Training;

namespace MLTransfer.Tests.Evaluation.Report;

/// <summary>Contents of reports for tests.</summary>
internal static class Reports
{
    /// <summary>A class and a file that would be markup, and the end of a script, where a report did not escape them.</summary>
    public const string HostileClass = "<script>alert(1)</script>\u2028\"'&<!--";

    public const string HostileFile = "\"q' 🐈\n<img src=x onerror=alert(2)>.png";

    /// <summary>What is measured of images: their true and predicted classes, and the probability of the latter.</summary>
    public static ClassifierMetrics Measure(
        IReadOnlyList<string> classes, IEnumerable<(string Path, int Label, int Predicted, float Probability)> images)
        => Evaluator.Evaluate(
            new MLContext(), LabelKeys.Named(classes),
            [.. images.Select(i => new ScoredImage(i.Path, i.Label, Scores(i.Predicted, i.Probability, classes.Count), classes))]);

    /// <summary>Four photos of two classes in a folder: one of each is right, and one of each is mistaken.</summary>
    public static ReportContent Hostile(TemporaryFolder folder)
    {
        string[] paths = [folder["right.png"], folder[HostileFile], folder["other.png"], folder["turned.png"]];
        var random = new Random(1);
        foreach (string path in paths)
            File.WriteAllBytes(path, TinyPhotos.Draw("grid", random));
        string[] classes = ["plain", HostileClass];
        return new ReportContent
        {
            Title = "</title>" + HostileClass,
            ClassNames = classes,
            Test = Measure(classes, [(paths[0], 0, 0, .8f), (paths[1], 1, 0, .9f), (paths[2], 1, 1, .8f), (paths[3], 0, 1, .7f)]),
            Validation = Measure(classes, [(paths[0], 0, 0, .8f), (paths[2], 1, 1, .8f)]),
            Epochs = [new(1, 0, .7, .5, .6, .5), new(2, 0, double.NaN, .6, .5, .75), new(3, 0, .3, .7, .4, .9)],
            Settings = [new("</td><script>", HostileClass)],
            Findings = [new(HostileClass, [paths[1]], .5, "</table>\n<script>alert(3)</script>"), new("gone", [folder["gone.png"]], null, "no file")],
            DrawHeatMaps = shown => new([.. shown.Select(path => path == paths[1] ? TinyPhotos.Draw("down", random) : null)]),
        };
    }

    private static float[] Scores(int predicted, float probability, int classes)
        => [.. Enumerable.Range(0, classes).Select(c => c == predicted ? probability : (1 - probability) / (classes - 1))];
}
