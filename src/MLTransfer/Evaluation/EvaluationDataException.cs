namespace MLTransfer;

/// <summary>Images, labels or scores are not such that a classifier can be measured on them.</summary>
public sealed class EvaluationDataException : MLTransferException
{
    internal EvaluationDataException(string message)
        : base(message)
    {
    }
}
