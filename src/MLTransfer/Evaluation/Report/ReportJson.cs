using System.Text.Json;
using System.Text.Json.Serialization;
using MLTransfer.Data;

namespace MLTransfer.Evaluation.Report;

/// <summary>The numbers of a report for machines. What is not a finite number is null.</summary>
internal static class ReportJson
{
    private const int FormatVersion = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters =
        {
            new FiniteNumberConverter<double>((writer, number) => writer.WriteNumberValue(number)),
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
        },
    };

    public static void Write(Stream stream, ReportContent content, ReportNumbers numbers) => JsonSerializer.Serialize(
        stream,
        new
        {
            FormatVersion,
            content.Title,
            Classes = content.ClassNames,
            Test = SetOf(numbers.Test),
            Validation = SetOf(numbers.Validation),
            content.Epochs,
            content.Findings,
            content.Settings,
        },
        Json);

    private static object? SetOf(MeasuredSet? set) => set is null ? null : new
    {
        set.Metrics.ImageCount,
        set.Right,
        Accuracy = set.Metrics.MicroAccuracy,
        AccuracyInterval95 = set.Metrics.AccuracyInterval(),
        set.Metrics.MacroAccuracy,
        set.Metrics.LogLoss,
        set.Metrics.MacroF1,
        set.Metrics.MacroRocAuc,
        set.Metrics.MeanAveragePrecision,
        set.Metrics.ExpectedCalibrationError,
        ReliabilityBins = set.Metrics.ReliabilityBins.Where(b => b.Count > 0),
        PerClass = set.Metrics.PerClass.Select(c => ClassOf(c, set.Metrics)),
        // Most cells of many classes are empty.
        Confusion = set.Confusion.Cells.Select(cell => new { cell.Label, cell.Predicted, Count = set.Confusion.Count(cell.Label, cell.Predicted) }),
        Images = set.Metrics.Images.Select(i => new
        {
            i.Path,
            Label = i.LabelIndex,
            Predicted = i.PredictedLabelIndex,
            i.Probability,
            i.Loss,
        }),
    };

    private static object ClassOf(ClassMetrics one, ClassifierMetrics metrics) => new
    {
        one.Label,
        one.Support,
        one.Precision,
        one.Recall,
        one.F1,
        one.RocAuc,
        one.AveragePrecision,
        Roc = CurvePoints.Roc(metrics, one.Label).Select(p => new { FalsePositiveRate = p.X, TruePositiveRate = p.Y }),
        PrecisionRecall = CurvePoints.PrecisionRecall(metrics, one.Label).Select(p => new { Recall = p.X, Precision = p.Y }),
    };
}
