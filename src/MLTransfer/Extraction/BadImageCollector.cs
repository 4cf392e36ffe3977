using Microsoft.ML.Runtime;
using MLTransfer.Data;

namespace MLTransfer.Extraction;

/// <summary>Applies a <see cref="BadImagePolicy"/>: lists and logs each bad image once, or fails. Thread-safe.</summary>
internal sealed class BadImageCollector(IHostEnvironment environment, BadImagePolicy policy)
{
    private readonly List<BadImage> _images = [];
    private readonly HashSet<BadImage> _known = [];

    /// <summary>The images met so far, in the order they were met.</summary>
    public IReadOnlyList<BadImage> Images
    {
        get
        {
            lock (_images)
                return [.. _images];
        }
    }

    /// <summary>Where they are logged.</summary>
    public IHostEnvironment Environment => environment;

    /// <exception cref="BadImageException">The policy is <see cref="BadImagePolicy.Fail"/>.</exception>
    public void Add(BadImage image)
    {
        if (policy == BadImagePolicy.Fail)
            throw new BadImageException(image);
        lock (_images)
        {
            if (!_known.Add(image))
                return;
            _images.Add(image);
        }

        environment.Warn($"Left out {image}");
    }

    /// <summary>Logs how many images of a set were bad, if any was.</summary>
    public void Conclude(long bad, long total)
    {
        if (bad > 0)
            environment.Warn($"Left out {bad} of {Quantity.Of(total, "image")}, as {(bad == 1 ? "it" : "they")} cannot be used.");
    }
}
