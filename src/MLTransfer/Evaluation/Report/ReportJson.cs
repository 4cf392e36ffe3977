using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLTransfer.Evaluation.Report;

/// <summary>The numbers of a report for machines. What is not a finite number is null.</summary>
internal static class ReportJson
{
    private const int FormatVersion = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new FiniteNumber(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
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
        ImageCount = set.Images.Count,
        set.Right,
        set.Accuracy,
        AccuracyInterval95 = new { set.Interval.Low, set.Interval.High },
        set.MacroAccuracy,
        set.LogLoss,
        set.Reliability.ExpectedCalibrationError,
        ReliabilityBins = set.Reliability.Bins,
        PerClass = set.Confusion.PerClass.Zip(set.Curves, (one, curve) => new
        {
            one.Label,
            one.Support,
            one.Precision,
            one.Recall,
            one.F1,
            RocAuc = curve.Auc,
            curve.AveragePrecision,
            Roc = curve.Roc.Select(p => new { FalsePositiveRate = p.X, TruePositiveRate = p.Y }),
            PrecisionRecall = curve.PrecisionRecall.Select(p => new { Recall = p.X, Precision = p.Y }),
        }),
        // Most cells of many classes are empty.
        Confusion = set.Confusion.Cells.Select(cell => new { cell.Label, cell.Predicted, Count = set.Confusion.Count(cell.Label, cell.Predicted) }),
        Images = set.Images.Select(i => new { i.Path, i.Label, i.Predicted, i.Probability, i.Loss }),
    };

    private sealed class FiniteNumber : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
            => throw new NotSupportedException("Reports are only written.");

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
                writer.WriteNumberValue(value);
            else
                writer.WriteNullValue();
        }
    }
}
