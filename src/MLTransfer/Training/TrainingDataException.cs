namespace MLTransfer;

/// <summary>There are not the images or labels that training needs.</summary>
public sealed class TrainingDataException : MLTransferException
{
    internal TrainingDataException(string message)
        : base(message)
    {
    }
}
