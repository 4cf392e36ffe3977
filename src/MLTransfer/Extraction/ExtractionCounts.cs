namespace MLTransfer.Extraction;

/// <summary>What became of a number of images.</summary>
/// <param name="Images">The images, those that are bad included; versions of one counted once.</param>
/// <param name="Computed">The images and versions that were computed.</param>
/// <param name="FromCache">The images and versions that were in the cache.</param>
internal readonly record struct ExtractionCounts(long Images, long Computed, long FromCache)
{
    public static ExtractionCounts operator +(ExtractionCounts a, ExtractionCounts b)
        => new(a.Images + b.Images, a.Computed + b.Computed, a.FromCache + b.FromCache);

    /// <summary>What became of one image or version.</summary>
    public static ExtractionCounts Of(ExtractedImage image, ImageItem item)
        => new(item.View.Number == 0 ? 1 : 0, image.Bad is null && !image.FromCache ? 1 : 0, image.FromCache ? 1 : 0);
}
