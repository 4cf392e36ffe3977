namespace MLTransfer;

/// <summary>A backbone cannot be had or used: its weights are missing, or a cut does not exist.</summary>
public sealed class BackboneException : MLTransferException
{
    internal BackboneException(string backbone, string problem, Exception? innerException = null)
        : base($"{backbone}: {problem}", innerException) => Backbone = backbone;

    /// <summary>The backbone's name.</summary>
    public string Backbone { get; }
}
