namespace MLTransfer.Tool.Output;

/// <summary>A line an image: path, class and probability in columns.</summary>
internal sealed class TextPredictionWriter : PredictionWriter
{
    private const int MaxPathWidth = 80;
    private readonly TextWriter _writer;
    private readonly int _top, _pathWidth, _labelWidth;

    public TextPredictionWriter(TextWriter writer, IReadOnlyList<string> labels, int top, int width)
    {
        if (top < 1)
            throw new WrongUsageException($"--top is {top}; it must be at least 1.");
        (_writer, _top) = (writer, top);
        (_pathWidth, _labelWidth) = (Math.Min(width, MaxPathWidth), labels.Max(l => Printable.Of(l).Length));
    }

    public override void Write(ImagePrediction prediction)
    {
        IEnumerable<string> classes = prediction.Top(_top).Select(c => $"{Printable.Of(c.Key).PadRight(_labelWidth)}  {c.Value:f4}");
        _writer.WriteLine($"{Printable.Of(prediction.Path).PadRight(_pathWidth)}  {string.Join("  ", classes)}{(prediction.IsSure ? "" : "  not sure")}");
    }
}
