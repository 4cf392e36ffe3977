using System.Collections.Immutable;
using System.Globalization;
using Microsoft.ML;
using MLTransfer.Evaluation;
using MLTransfer.Training;

namespace MLTransfer.Tests.Evaluation;

/// <summary>A table of predictions, and what scikit-learn and SciPy make of it; Reference/reference.py made both.</summary>
internal static class ReferencePredictions
{
    public static LabelKeys Labels { get; } = LabelKeys.Named(["ant", "bee", "cat", "dog"]);

    public static ImmutableArray<ScoredImage> Images { get; } = [.. Read("predictions.csv").Select(Image)];

    /// <summary>The numbers by their names.</summary>
    public static IReadOnlyDictionary<string, double> Metrics { get; } = Read("metrics.csv")
        .ToDictionary(cells => cells[0], cells => double.Parse(cells[1], CultureInfo.InvariantCulture));

    public static ClassifierMetrics Evaluate(IEnumerable<ScoredImage> images) => Evaluator.Evaluate(new MLContext(), Labels, [.. images]);

    private static ScoredImage Image(string[] cells, int row) => new(
        $"{row}.jpg", Labels.Names.ToList().IndexOf(cells[0]),
        [.. cells.Skip(1).Select(parts => int.Parse(parts, CultureInfo.InvariantCulture) / 64f)], Labels.Names);

    private static IEnumerable<string[]> Read(string name)
    {
        using var reader = new StreamReader(typeof(ReferencePredictions).Assembly.GetManifestResourceStream(name)!);
        while (reader.ReadLine() is { } line)
            yield return line.Split(',');
    }
}
