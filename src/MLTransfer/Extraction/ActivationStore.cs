using System.Globalization;
using System.Numerics.Tensors;
using MLTransfer.Data;

namespace MLTransfer.Extraction;

/// <summary>
/// The activations at the tap of a network, on disk. Unlike features they cannot be done without: to compute them again in every epoch is
/// what they are kept to avoid, so a disk that does not take them is an error. Thread-safe.
/// </summary>
internal sealed class ActivationStore : IDisposable
{
    private readonly ImageNetwork _network;
    private readonly Tap _tap;
    private readonly FeatureCache? _cache;

    /// <param name="network">The network; it has a tap.</param>
    /// <param name="folder">Where its activations are kept; null to keep none.</param>
    /// <param name="writesNewFile">Whether they are kept in a new file, whatever files there are.</param>
    public ActivationStore(ImageNetwork network, string? folder, bool writesNewFile = false)
    {
        _network = network;
        _tap = network.Tap!;
        Folder = folder;
        if (folder is not null)
            _cache = FeatureCache.Open(folder, _tap.Length, _tap.Precision, writesNewFile);
    }

    /// <summary>Where activations are kept; null where they are not.</summary>
    public string? Folder { get; }

    /// <summary>The number of floats of an image.</summary>
    public int Length => _tap.Length;

    /// <summary>The number of bytes that an image takes on disk.</summary>
    public long BytesPerImage => FeatureFile.EntrySizeOf(_tap.Length, _tap.Precision);

    /// <summary>The number of images, versions counted apart, whose activations are there.</summary>
    public int Count => _cache?.Count ?? 0;

    /// <summary>Why activations can no longer be kept; null while they can.</summary>
    public string? Problem => _cache?.Problem;

    /// <summary>Reads activations; false where there are none, or they are damaged.</summary>
    /// <param name="key">Identifies the image and its version.</param>
    /// <param name="destination">Receives <see cref="Length"/> floats.</param>
    public bool TryRead(ContentHash key, Span<float> destination) => _cache is not null && _cache.TryRead(key, destination[..Length]);

    /// <summary>Whether activations are there and whole.</summary>
    public bool IsWhole(ContentHash key) => _cache is not null && _cache.TryRead(key, []);

    /// <summary>Keeps activations, if any are kept.</summary>
    /// <exception cref="WorkspaceException">The disk is full, or the folder cannot be written.</exception>
    /// <exception cref="BackboneException">A number is too large for the precision.</exception>
    public void Keep(ContentHash key, ReadOnlySpan<float> activations)
    {
        if (_cache is null)
            return;
        if (_tap.Precision == Precision.Float16 && Math.Abs(TensorPrimitives.MaxMagnitude(activations)) is var largest && largest > (float)Half.MaxValue)
        {
            throw new BackboneException(_network.Description, string.Create(
                CultureInfo.InvariantCulture,
                $"its activations at '{_tap.Tensor}' reach {largest:G3}, and {Precision.Float16} ends at 65,504. Keep them as {Precision.Float32}."));
        }

        _cache.Add(key, activations);
        ThrowIfUnusable();
    }

    /// <exception cref="WorkspaceException">The disk is full, or the folder cannot be written.</exception>
    public void ThrowIfUnusable()
    {
        if (Problem is { } problem)
            throw Unusable($"activations cannot be kept here, at {ByteSize.Describe(BytesPerImage)} an image and version: {problem}");
    }

    /// <summary>The error that says what is to be done.</summary>
    public WorkspaceException Unusable(string problem) => new(
        Folder!, $"{problem.TrimEnd('.')}. Free some space, set another {nameof(ExtractionOptions.WorkspacePath)}, use fewer Views, " +
        $"or keep none: {nameof(ExtractionOptions.Cache)} = false. What is there already stays valid.");

    public void Dispose() => _cache?.Dispose();
}
