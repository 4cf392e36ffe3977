using System.Globalization;
using System.Text;
using MLTransfer.Data;

namespace MLTransfer;

/// <summary>How well each stage of a backbone tells some images apart, and what follows for the cut.</summary>
public sealed record StageProbeReport
{
    internal StageProbeReport()
    {
    }

    /// <summary>The places probed, from the input of the backbone to its end, average pooling before maximum.</summary>
    public required IReadOnlyList<StageProbe> Stages { get; init; }

    /// <summary>What follows from that.</summary>
    public required StageRecommendation Recommendation { get; init; }

    /// <summary>The number of images judged. Those of classes with fewer than 3 different images are not.</summary>
    public required int ImageCount { get; init; }

    /// <summary>The images left out as they cannot be used, with their reasons.</summary>
    public IReadOnlyList<BadImage> BadImages { get; internal init; } = [];

    /// <summary>A line for each place, and the recommendation.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Quantity.Of(ImageCount, "image")}, classified by linear probes that did not learn from them\n");
        foreach (StageProbe stage in Stages)
            text.Append(CultureInfo.InvariantCulture, $"{stage}\n");
        return text.Append(CultureInfo.InvariantCulture, $"Recommended: {Recommendation}").ToString();
    }
}
