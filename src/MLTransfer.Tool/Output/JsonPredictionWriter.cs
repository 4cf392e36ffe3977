namespace MLTransfer.Tool.Output;

/// <summary>One list with an object an image, each in a line of its own; of an image that cannot be used, with its error.</summary>
internal sealed class JsonPredictionWriter(TextWriter writer) : PredictionWriter
{
    private bool _hasBegun;

    public override void Write(ImagePrediction prediction)
        => WriteElement(new { prediction.Path, prediction.Label, prediction.Probability, prediction.IsSure, prediction.Scores });

    public override void Write(BadImage image) => WriteElement(new { image.Path, Error = image.Reason });

    public override void End() => writer.WriteLine(_hasBegun ? "\n]" : "[]");

    private void WriteElement(object element)
    {
        writer.Write(_hasBegun ? ",\n  " : "[\n  ");
        writer.Write(JsonText.LineOf(element));
        _hasBegun = true;
    }
}
