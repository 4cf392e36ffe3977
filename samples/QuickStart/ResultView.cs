using MLTransfer;
using Samples;
using Spectre.Console;

namespace QuickStart;

/// <summary>Shows what came out of the training.</summary>
/// <param name="console">Where to.</param>
/// <param name="folder">The folder of pictures, which their names are shown relative to.</param>
internal sealed class ResultView(IAnsiConsole console, string folder)
{
    private const int MaxBadImages = 5;

    public void Show(TransferResult result, Notes notes)
    {
        console.WriteLine($"{folder}: {result.Split}");
        foreach (string note in notes.Beside(result.BadImages))
            console.WriteLine($"note: {note}");
        ShowBadImages(result.BadImages);
        ShowTimings(result.Timings);
        ShowExtraction(result);
        if (result.HasTest)
            new MetricsView(console, folder).Show(result.Test);
        else
            console.WriteLine("test accuracy: not known, as there were no pictures to test with");
    }

    private void ShowBadImages(IReadOnlyList<BadImage> images)
    {
        if (images.Count == 0)
            return;
        console.MarkupLine($"[bold]bad images, left out: {images.Count}[/]");
        foreach (BadImage image in images.Take(MaxBadImages))
            console.WriteLine($"  {Path.GetRelativePath(folder, image.Path)}: {image.Reason}");
        if (images.Count > MaxBadImages)
            console.WriteLine($"  ... and {images.Count - MaxBadImages} more");
    }

    private void ShowTimings(IReadOnlyList<PhaseTiming> timings)
    {
        Table table = TextTable.Create(["phase"], ["seconds", "images", "images/s", "from cache"]);
        foreach (PhaseTiming timing in timings)
        {
            string[] extraction = timing.Images == 0 ? ["", "", ""] : [$"{timing.Images}", $"{timing.ImagesPerSecond:f0}", $"{timing.FromCache}"];
            table.AddTexts([timing.Phase.Describe(), $"{timing.Elapsed.TotalSeconds:f2}", .. extraction]);
        }

        console.Write(table);
    }

    private void ShowExtraction(TransferResult result)
    {
        PhaseTiming[] extractions = [.. result.Timings.Where(timing => timing.Images > 0)];
        int images = extractions.Sum(timing => timing.Images), cached = extractions.Sum(timing => timing.FromCache);
        int usable = images - result.BadImages.Count;
        string source = cached == 0 ? "" : cached == usable ? ", all from the cache" : $", {cached} of {usable} from the cache";
        console.MarkupLine($"[bold]extraction: {images / extractions.Sum(timing => timing.Elapsed.TotalSeconds):f0} images/s[/]{source}");
    }
}
