namespace MLTransfer.Serving;

/// <summary>Reads streams that may be longer than they should be.</summary>
internal static class BoundedStream
{
    /// <summary>All bytes of a stream, or one more than <paramref name="limit"/>, which whoever checks the length then sees.</summary>
    public static byte[] Read(Stream stream, long limit)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; bytes.Length <= limit && (read = stream.Read(buffer)) > 0;)
            bytes.Write(buffer, 0, (int)Math.Min(read, limit + 1 - bytes.Length));
        return bytes.ToArray();
    }
}
