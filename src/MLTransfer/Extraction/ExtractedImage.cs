using MLTransfer.Data;

namespace MLTransfer.Extraction;

/// <summary>What became of one image: features, or the reason why there are none.</summary>
/// <param name="Name">Its path, or a description where it did not come from a file.</param>
/// <param name="Hash">The hash of its content; none for a bad image.</param>
/// <param name="Key">What identifies the version that it was extracted in; the hash, where that is the image itself.</param>
/// <param name="Features">Its features; null for a bad image, and none where they were for the cache alone.</param>
/// <param name="Bad">The fault; null for a good image.</param>
/// <param name="FromCache">Whether the features were read, not computed.</param>
internal readonly record struct ExtractedImage(
    string Name, ContentHash Hash, ContentHash Key, float[]? Features, BadImage? Bad, bool FromCache);
