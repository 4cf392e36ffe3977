using MLTransfer.Data;

namespace MLTransfer.Extraction;

/// <summary>Keeps each part of a vector in a cache of its own: the features of several cuts, each where those of that cut alone lie.</summary>
/// <param name="parts">The caches, and how many features go into each, in their order.</param>
internal sealed class JointFeatureCache(IReadOnlyList<(IFeatureCache Cache, int Length)> parts) : IFeatureCache
{
    private readonly int _length = parts.Sum(p => p.Length);

    /// <inheritdoc/>
    public string? Problem => parts.Select(p => p.Cache.Problem).FirstOrDefault(problem => problem is not null);

    /// <inheritdoc/>
    public float[]? Find(ContentHash hash)
    {
        var features = new float[_length];
        return TryRead(hash, features) ? features : null;
    }

    /// <inheritdoc/>
    public bool TryRead(ContentHash hash, Span<float> features)
    {
        int start = 0;
        foreach ((IFeatureCache cache, int length) in parts)
        {
            if (!cache.TryRead(hash, features.IsEmpty ? [] : features.Slice(start, length)))
                return false;
            start += length;
        }

        return true;
    }

    /// <inheritdoc/>
    public void Add(ContentHash hash, ReadOnlySpan<float> features)
    {
        int start = 0;
        foreach ((IFeatureCache cache, int length) in parts)
        {
            cache.Add(hash, features.Slice(start, length));
            start += length;
        }
    }

    public void Dispose()
    {
        foreach ((IFeatureCache cache, _) in parts)
            cache.Dispose();
    }
}
