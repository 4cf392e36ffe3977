namespace MLTransfer;

/// <summary>
/// What needs Torch, such as fine-tuning, cannot start: its native library, libtorch, is not referenced by the application or cannot be loaded.
/// </summary>
public sealed class TorchRuntimeException : MLTransferException
{
    internal TorchRuntimeException(string problem)
        : base(problem)
    {
    }
}
