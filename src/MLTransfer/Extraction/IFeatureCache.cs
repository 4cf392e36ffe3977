using MLTransfer.Data;

namespace MLTransfer.Extraction;

/// <summary>Features of images, kept from run to run, found by the key of the image they belong to. Thread-safe.</summary>
internal interface IFeatureCache : IDisposable
{
    /// <summary>Why features are no longer kept; null while they are.</summary>
    string? Problem { get; }

    /// <summary>The features of an image, or null, as always after it was disposed of. A damaged entry is forgotten.</summary>
    float[]? Find(ContentHash hash);

    /// <summary>Whether there are features of an image, and what they are. A damaged entry is forgotten.</summary>
    /// <param name="hash">The image.</param>
    /// <param name="features">Receives them; empty to check only that they are there and whole.</param>
    bool TryRead(ContentHash hash, Span<float> features);

    /// <summary>
    /// Keeps the features of an image. When that fails (a full disk, say), nothing more is kept and <see cref="Problem"/> says why. Does nothing
    /// after it was disposed of.
    /// </summary>
    void Add(ContentHash hash, ReadOnlySpan<float> features);
}
