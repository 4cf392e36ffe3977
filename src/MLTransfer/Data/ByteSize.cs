using System.Globalization;

namespace MLTransfer.Data;

/// <summary>Numbers of bytes for people, in decimal units, as disks are sold.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["bytes", "KB", "MB", "GB", "TB"];

    public static string Describe(long bytes)
    {
        double size = bytes;
        int unit = 0;
        // What would be rounded to 1000.0 is 1.0 of the next.
        for (; size >= 999.95 && unit < Units.Length - 1; unit++)
            size /= 1000;
        return $"{size.ToString(unit == 0 ? "N0" : "N1", CultureInfo.InvariantCulture)} {Units[unit]}";
    }
}
