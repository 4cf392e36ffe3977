namespace MLTransfer.Tool.Progress;

/// <summary>Takes all that the library reports of its progress, on any thread, and turns it into steps with figures.</summary>
internal abstract class ProgressReport : IProgress<TransferProgress>, IProgress<ExtractionProgress>, IProgress<WeightDownloadProgress>
{
    private readonly Lock _lock = new();
    private string? _step;

    public void Report(TransferProgress value)
    {
        lock (_lock)
        {
            BeginStep(PhaseNames.Of(value.Phase));
            if (value.Extraction is { } extraction)
                Advance(Describe(extraction), extraction.Done, extraction.Total);
            else if (value.Metrics is { } metrics)
                ShowEpoch(metrics);
        }
    }

    public void Report(ExtractionProgress value)
    {
        lock (_lock)
        {
            BeginStep("features");
            Advance(Describe(value), value.Done, value.Total);
        }
    }

    public void Report(WeightDownloadProgress value)
    {
        lock (_lock)
        {
            BeginStep($"download {value.FileName}");
            string of = value.Total is { } total ? $" of {total / 1e6:f0}" : "";
            Advance($"{value.Bytes / 1e6:f0}{of} MB, {value.BytesPerSecond / 1e6:f1} MB/s", value.Bytes, value.Total);
        }
    }

    /// <summary>Begins a step of which there are no figures.</summary>
    public void Report(string step)
    {
        lock (_lock)
            BeginStep(step);
    }

    protected static string Describe(ImageTransferMetrics metrics)
    {
        string validation = metrics.ValidationLoss is { } loss ? $", validation {loss:f3}, accuracy {metrics.ValidationAccuracy:f3}" : "";
        string speed = metrics.ImagesPerSecond is { } images ? $", {images:f0} images/s" : "";
        return $"epoch {metrics.Epoch}, loss {metrics.Loss:f3}{validation}{speed}";
    }

    protected abstract void Begin(string step);

    protected abstract void Advance(string figures, long done, long? total);

    protected abstract void ShowEpoch(ImageTransferMetrics metrics);

    private void BeginStep(string step)
    {
        if (step == _step)
            return;
        _step = step;
        Begin(step);
    }

    private static string Describe(ExtractionProgress progress)
    {
        string of = progress.Total is { } total ? $" of {total}" : "";
        string left = progress.Remaining is { } time && time > TimeSpan.Zero ? $", {time:m\\:ss} left" : "";
        return $"{progress.Done}{of}, {progress.ImagesPerSecond:f0} images/s{left}";
    }
}
