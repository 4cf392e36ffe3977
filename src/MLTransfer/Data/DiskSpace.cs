namespace MLTransfer.Data;

/// <summary>The space that is left on a disk.</summary>
internal static class DiskSpace
{
    /// <summary>The bytes free for a folder, which need not exist; null where that cannot be told.</summary>
    public static long? FreeFor(string folder)
    {
        string existing = folder;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
            existing = parent;
        try
        {
            return new DriveInfo(existing).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A network share, for one, is no drive.
            return null;
        }
    }
}
