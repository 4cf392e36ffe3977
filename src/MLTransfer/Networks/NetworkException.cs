namespace MLTransfer;

/// <summary>An ONNX network cannot be used: it is damaged, refers to other files, or is not of a shape that this library can work with.</summary>
public sealed class NetworkException : MLTransferException
{
    internal NetworkException(string network, string problem, Exception? innerException = null)
        : base($"{network}: {problem}", innerException) => Network = network;

    /// <summary>The network's file or name.</summary>
    public string Network { get; }
}
