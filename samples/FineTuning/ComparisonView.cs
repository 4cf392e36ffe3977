using MLTransfer;
using Samples;
using Spectre.Console;

namespace FineTuning;

/// <summary>Shows the ways side by side.</summary>
internal sealed class ComparisonView(IAnsiConsole console)
{
    public void Show(IReadOnlyList<Way> ways)
    {
        Table table = TextTable.Create(["way"], ["validation accuracy", "log loss", "test accuracy", "log loss", "seconds", "features from cache"]);
        foreach (Way way in ways)
        {
            TransferResult result = way.Result;
            table.AddTexts([
                way.Name,
                .. Describe(result.HasValidation ? result.Validation : null),
                .. Describe(result.HasTest ? result.Test : null),
                $"{way.Elapsed.TotalSeconds:f1}",
                $"{result.Timings.Sum(phase => phase.FromCache)} of {result.Timings.Sum(phase => phase.Images)}",
            ]);
        }

        console.Write(table);
    }

    public void Show(FineTuningSummary fineTuning)
    {
        // Past Spectre.Console, which would take brackets for markup and break long lines.
        TextWriter output = console.Profile.Out.Writer;
        output.WriteLine($"fine-tuning: {fineTuning}");
        if (!fineTuning.IsKept)
            output.WriteLine("So the row of fine-tuning shows the classifier that it started from.");
    }

    private static string[] Describe(ClassifierMetrics? metrics)
        => metrics is null
            ? ["", ""]
            : [$"{metrics.MicroAccuracy:f3} ({metrics.ImageCount - metrics.Mistakes.Count} of {metrics.ImageCount})", $"{metrics.LogLoss:f3}"];
}
