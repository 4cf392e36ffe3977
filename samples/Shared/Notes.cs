using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLTransfer;

namespace Samples;

/// <summary>What the library has to say of the data: MLTransfer logs it through ML.NET, where nobody sees it unless they listen.</summary>
internal sealed class Notes
{
    private readonly List<string> _messages = [];

    public Notes(MLContext ml) => ml.Log += (_, message) =>
    {
        if (message.Source.Contains("MLTransfer", StringComparison.Ordinal) && message.Kind is ChannelMessageKind.Warning or ChannelMessageKind.Info)
            _messages.Add(message.RawMessage);
    };

    /// <summary>All but those about bad images, which the result lists by itself.</summary>
    public IEnumerable<string> Beside(IReadOnlyList<BadImage> images)
        => _messages.Where(message => !message.EndsWith(" cannot be used.", StringComparison.Ordinal)
            && !images.Any(image => message.Contains(image.Path, StringComparison.Ordinal)));
}
