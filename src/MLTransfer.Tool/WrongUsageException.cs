namespace MLTransfer.Tool;

/// <summary>What the user asked for cannot be; the message says why.</summary>
internal sealed class WrongUsageException(string message) : Exception(message);
