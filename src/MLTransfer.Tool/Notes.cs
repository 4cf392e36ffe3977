using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLTransfer.Tool;

/// <summary>What the library has to say of the data, which it logs through ML.NET.</summary>
internal sealed class Notes
{
    private readonly List<string> _messages = [];

    public Notes(MLContext ml, bool verbose) => ml.Log += (_, message) =>
    {
        bool isWanted = message.Kind == ChannelMessageKind.Warning || (verbose && message.Kind == ChannelMessageKind.Info);
        if (!isWanted || !message.Source.Contains("MLTransfer", StringComparison.Ordinal))
            return;
        lock (_messages)
            _messages.Add(message.RawMessage);
    };

    /// <summary>All but those about bad images, which are listed by themselves.</summary>
    public IReadOnlyList<string> Beside(IReadOnlyList<string> images)
    {
        lock (_messages)
        {
            return [.. _messages.Where(message => !message.EndsWith(" cannot be used.", StringComparison.Ordinal)
                && !images.Any(path => message.Contains(path, StringComparison.Ordinal))).Distinct()];
        }
    }
}
