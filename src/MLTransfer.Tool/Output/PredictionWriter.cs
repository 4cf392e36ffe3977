namespace MLTransfer.Tool.Output;

/// <summary>Writes predictions as they come.</summary>
internal abstract class PredictionWriter
{
    /// <param name="format">How.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="labels">The classes.</param>
    /// <param name="top">How many classes of an image people are shown.</param>
    /// <param name="width">The length of the longest path.</param>
    public static PredictionWriter Create(PredictionFormat format, TextWriter writer, IReadOnlyList<string> labels, int top, int width)
        => format switch
        {
            PredictionFormat.Csv => new CsvPredictionWriter(writer, labels),
            PredictionFormat.Json => new JsonPredictionWriter(writer),
            _ => new TextPredictionWriter(writer, labels, top, width),
        };

    public abstract void Write(ImagePrediction prediction);

    /// <summary>Takes note of an image that cannot be used.</summary>
    public virtual void Write(BadImage image)
    {
    }

    /// <summary>Ends what was begun.</summary>
    public virtual void End()
    {
    }
}
