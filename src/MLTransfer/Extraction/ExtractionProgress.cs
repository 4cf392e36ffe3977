namespace MLTransfer;

/// <summary>How far an extraction is.</summary>
/// <param name="Done">Images done, those from the cache and those left out included.</param>
/// <param name="Total">Images in all; null where the source does not say.</param>
/// <param name="FromCache">Images whose features came from the cache.</param>
/// <param name="ImagesPerSecond">Images a second since the start.</param>
/// <param name="Remaining">The time left at that speed; null where the total is not known.</param>
public sealed record ExtractionProgress(long Done, long? Total, long FromCache, double ImagesPerSecond, TimeSpan? Remaining);
