namespace MLTransfer;

/// <summary>A classifier cannot say where it looks.</summary>
public sealed class ExplanationException : MLTransferException
{
    internal ExplanationException(string problem, Exception? innerException = null)
        : base($"This classifier cannot be explained: {problem}", innerException)
    {
    }
}
