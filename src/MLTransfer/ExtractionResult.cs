using System.Globalization;
using MLTransfer.Data;

namespace MLTransfer;

/// <summary>What <see cref="TransferPipeline.Extract"/> put into the cache.</summary>
public sealed record ExtractionResult
{
    internal ExtractionResult(Shard shard) => (ShardIndex, ShardCount) = (shard.Index, shard.Count);

    /// <summary>Which shard this was, counted from 0.</summary>
    public int ShardIndex { get; }

    /// <summary>How many shards there are; 1 where the work was not shared.</summary>
    public int ShardCount { get; }

    /// <summary>The images of the shard: those to train, to validate and to test, bad ones included; versions of one counted once.</summary>
    public long Images { get; internal init; }

    /// <summary>The images, and augmented versions of images, that were computed and are in the cache now.</summary>
    public long Computed { get; internal init; }

    /// <summary>The images and versions that were in the cache before.</summary>
    public long FromCache { get; internal init; }

    /// <summary>The images left out, with their reasons. The last step leaves them out as well.</summary>
    public IReadOnlyList<BadImage> BadImages { get; internal init; } = [];

    /// <summary>How long each phase took, in their order.</summary>
    public IReadOnlyList<PhaseTiming> Timings { get; internal init; } = [];

    /// <summary>The wall time of all phases.</summary>
    public TimeSpan Elapsed => Timings.Aggregate(TimeSpan.Zero, (sum, timing) => sum + timing.Elapsed);

    /// <summary>One line for a log.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{new Shard(ShardIndex, ShardCount)}: {Quantity.Of(Images, "image")}, {Computed:N0} computed, {FromCache:N0} from the cache, " +
        $"{BadImages.Count:N0} bad, in {Elapsed.TotalSeconds:F1} s");
}
