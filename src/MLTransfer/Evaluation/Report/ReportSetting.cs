namespace MLTransfer.Evaluation.Report;

/// <summary>An option, version or time, as text.</summary>
internal sealed record ReportSetting(string Name, string Value);
