namespace MLTransfer.Tool;

/// <summary>What a run of the tool reads and writes.</summary>
/// <param name="In">The paths that <c>-</c> stands for.</param>
/// <param name="Out">Results, and nothing else.</param>
/// <param name="Error">Progress, notes and what went wrong.</param>
/// <param name="IsTerminal">Whether a person looks at <paramref name="Error"/>, so that bars may move there.</param>
/// <param name="Stop">Stops the work.</param>
internal sealed record ToolStreams(TextReader In, TextWriter Out, TextWriter Error, bool IsTerminal, CancellationToken Stop);
