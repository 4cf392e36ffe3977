namespace MLTransfer;

/// <summary>What there is to know of a backbone before it is chosen.</summary>
public sealed record BackboneInfo
{
    /// <summary>
    /// The number of its parameters, the statistics of batch normalisation included: of Keras's networks as Keras counts them, of others with the
    /// constants of the preprocessing. The old classifier counts where it belongs to the backbone.
    /// </summary>
    public required long Parameters { get; init; }

    /// <summary>The number with the old classifier; null where it is not known.</summary>
    public long? ParametersWithTop { get; init; }

    /// <summary>The multiplications, with an addition each, that one image takes.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>The length of its pooled features.</summary>
    public required int Features { get; init; }

    /// <summary>The height of its input, in pixels.</summary>
    public required int InputHeight { get; init; }

    /// <summary>The width of its input, in pixels.</summary>
    public required int InputWidth { get; init; }

    /// <summary>The licence of the weights, as their publisher states it; null where it is not known.</summary>
    public string? License { get; init; }

    /// <summary>Where the weights come from; null where it is not known.</summary>
    public string? Source { get; init; }

    /// <summary>What this library's own tests compare with other implementations; null where nothing.</summary>
    public string? Verified { get; init; }
}
