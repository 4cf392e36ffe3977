using MLTransfer;

namespace WebApi;

/// <summary>Draws where the classifier looks.</summary>
internal static class HeatMap
{
    /// <summary>The map for a class, over the photo, as a PNG.</summary>
    /// <exception cref="BadImageException">The photo cannot be used.</exception>
    /// <exception cref="RefusedException">There is no such class.</exception>
    public static byte[] Draw(ImageClassifier classifier, ReadOnlyMemory<byte> photo, string? label)
    {
        if (label is not null && !classifier.Labels.Contains(label))
            throw new RefusedException(StatusCodes.Status400BadRequest, $"There is no class '{label}'. There are {string.Join(", ", classifier.Labels)}.");
        using var png = new MemoryStream();
        classifier.Explain(photo, label).WritePng(png);
        return png.ToArray();
    }
}
