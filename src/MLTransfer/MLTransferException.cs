namespace MLTransfer;

/// <summary>The base of every error that MLTransfer raises on its own account: catch it to catch them all.</summary>
public abstract class MLTransferException : Exception
{
    private protected MLTransferException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
