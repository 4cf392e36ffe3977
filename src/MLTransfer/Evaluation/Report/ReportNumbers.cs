namespace MLTransfer.Evaluation.Report;

/// <summary>The numbers of a report, on the page and in the file beside it.</summary>
internal sealed class ReportNumbers(ReportContent content)
{
    public MeasuredSet? Test { get; } = MeasuredSet.Of(content.Test);

    public MeasuredSet? Validation { get; } = MeasuredSet.Of(content.Validation);

    /// <summary>What the page shows in detail: the test images, and where there are none those for validation.</summary>
    public MeasuredSet? Main => Test ?? Validation;
}
