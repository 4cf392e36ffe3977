namespace MLTransfer.Serving;

/// <summary>The checksum of .zip entries, which <see cref="System.IO.Compression.ZipArchive"/> reads but does not compare.</summary>
/// <remarks>ISO 3309; polynomial 0x04C11DB7, reflected.</remarks>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
            crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint Entry(int index)
    {
        var crc = (uint)index;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc & 1) != 0 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1;
        return crc;
    }
}
