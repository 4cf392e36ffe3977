namespace MLTransfer.Tool.Output;

/// <summary>A row an image; the classes are columns, called as they are, after path, label and probability.</summary>
internal sealed class CsvPredictionWriter : PredictionWriter
{
    private readonly TextWriter _writer;
    private readonly IReadOnlyList<string> _labels;

    public CsvPredictionWriter(TextWriter writer, IReadOnlyList<string> labels)
    {
        (_writer, _labels) = (writer, labels);
        CsvText.WriteRow(writer, ["Path", "Label", "Probability", .. labels]);
    }

    public override void Write(ImagePrediction prediction) => CsvText.WriteRow(
        _writer,
        [prediction.Path, prediction.Label, CsvText.Number(prediction.Probability), .. _labels.Select(l => CsvText.Number(prediction.Scores[l]))]);
}
