namespace Samples;

/// <summary>The arguments make no sense; the message says why and what to do.</summary>
internal sealed class CommandLineException(string message) : Exception(message);
