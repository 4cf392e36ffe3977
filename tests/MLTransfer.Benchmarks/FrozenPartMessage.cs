using Microsoft.ML;

namespace MLTransfer.Benchmarks;

/// <summary>Listens for what the library says about the arithmetic of the frozen part.</summary>
internal sealed class FrozenPartMessage
{
    private const string Start = "The frozen part ";

    /// <summary>Begins a message that int8 was asked for and is not used, with the reason.</summary>
    public const string Fallback = $"{Start}stays in float32";

    public FrozenPartMessage(MLContext ml) => ml.Log += (_, e) =>
    {
        if (e.RawMessage.StartsWith(Start, StringComparison.Ordinal))
            Last = e.RawMessage;
    };

    /// <summary>The last of these messages; null where there was none.</summary>
    public string? Last { get; private set; }

    public bool IsFallback => Last?.StartsWith(Fallback, StringComparison.Ordinal) == true;
}
