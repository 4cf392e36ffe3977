using MLTransfer.Tool.Progress;

namespace MLTransfer.Tool.Output;

/// <summary>What came out of a training.</summary>
/// <param name="writer">Where to.</param>
internal sealed class TrainingText(TextWriter writer)
{
    /// <summary>For people.</summary>
    public void Write(TransferResult result, IReadOnlyList<string> files)
    {
        writer.WriteLine($"photos: {result.Split}; {result.Model.Labels.Count} classes; {result.BadImages.Count} left out");
        WriteTimings(result.Timings);
        if (result.StageProbe is { } probe)
            writer.WriteLine(Printable.Of($"stage probe: {probe.Recommendation}"));
        if (result.Quantisation is { } quantisation)
            writer.WriteLine(Printable.Of(quantisation.ToString()));
        if (result.Calibration is { } calibration)
            writer.WriteLine(Printable.Of(calibration.ToString()));
        if (result.FineTuning is { } fineTuning)
            writer.WriteLine(Printable.Of($"fine-tuning from {fineTuning.UnfrozenStage ?? fineTuning.UnfrozenFrom}: {fineTuning}"));
        var metrics = new MetricsText(writer);
        if (result.HasValidation)
            metrics.WriteLine("validation", result.Validation);
        if (result.HasTest)
        {
            metrics.WriteLine("test", result.Test);
            metrics.WriteDetails(result.Test);
        }

        foreach (string file in files)
            writer.WriteLine(Printable.Of($"saved {file}"));
    }

    /// <summary>For programs.</summary>
    public static object ToJson(TransferResult result, IReadOnlyList<string> files) => new
    {
        Files = files,
        result.Model.Labels,
        result.Model.Precision,
        Images = new { Train = result.Split.TrainCount, Validation = result.Split.ValidationCount, Test = result.Split.TestCount },
        result.Transformer.TrainingImageCount,
        result.Transformer.L2Regularization,
        Validation = result.HasValidation ? MetricsJson.Of(result.Validation) : null,
        Test = result.HasTest ? MetricsJson.Of(result.Test) : null,
        result.FineTuning,
        result.Quantisation,
        result.Calibration,
        result.StageProbe,
        BadImages = MetricsJson.Of(result.BadImages),
        Timings = result.Timings.Select(t => new { t.Phase, Seconds = t.Elapsed.TotalSeconds, t.Images, t.FromCache }),
    };

    private void WriteTimings(IReadOnlyList<PhaseTiming> timings)
    {
        var table = new TextTable(
            "phase", TextColumn.Number("seconds"), TextColumn.Number("images"), TextColumn.Number("images/s"), TextColumn.Number("from cache"));
        foreach (PhaseTiming timing in timings)
        {
            string[] extraction = timing.Images == 0 ? ["", "", ""] : [$"{timing.Images}", $"{timing.ImagesPerSecond:f0}", $"{timing.FromCache}"];
            table.Add([PhaseNames.Of(timing.Phase), $"{timing.Elapsed.TotalSeconds:f2}", .. extraction]);
        }

        table.Write(writer);
    }
}
