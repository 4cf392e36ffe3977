using System.CommandLine;
using Microsoft.ML;
using MLTransfer.Tool.Output;
using MLTransfer.Tool.Progress;

namespace MLTransfer.Tool;

/// <summary>One run of a command: its arguments, and where what it says goes.</summary>
internal sealed class ToolRun(ParseResult parsed, ToolStreams streams, bool json, bool quiet, bool verbose)
{
    private Notes? _notes;

    public ParseResult Parsed => parsed;

    public ToolStreams Streams => streams;

    public TextWriter Out => streams.Out;

    public CancellationToken Stop => streams.Stop;

    /// <summary>Whether the result is to be JSON.</summary>
    public bool Json => json;

    /// <summary>A context of ML.NET whose log this run listens to.</summary>
    public MLContext CreateContext(int seed = 1)
    {
        var ml = new MLContext(seed);
        _notes = new Notes(ml, verbose);
        return ml;
    }

    /// <summary>Shows how far work is: alive on a terminal, as plain lines elsewhere.</summary>
    public T Show<T>(Func<ProgressReport, T> work)
        => quiet ? work(new ProgressLines(TextWriter.Null))
            : streams.IsTerminal ? ProgressBars.Show(streams.Error, work)
            : work(new ProgressLines(streams.Error));

    /// <summary>Names bad images, and what else there is to say of the data.</summary>
    public void ShowNotesAndBadImages(IReadOnlyList<BadImage> badImages)
    {
        ShowNotes([.. badImages.Select(image => image.Path)]);
        foreach (BadImage image in badImages)
            ShowBadImage(image);
    }

    /// <summary>What there is to say of the data beside bad images.</summary>
    public void ShowNotes(IReadOnlyList<string> badImages)
    {
        foreach (string note in _notes?.Beside(badImages) ?? [])
            streams.Error.WriteLine($"note: {Printable.Of(note)}");
    }

    public void ShowBadImage(BadImage image) => streams.Error.WriteLine($"bad image: {Printable.Of(image.ToString())}");

    /// <summary>Writes the result as one JSON document.</summary>
    public void WriteJson(object result) => Out.WriteLine(JsonText.Of(result));
}
