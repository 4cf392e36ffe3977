namespace MLTransfer.Data;

/// <summary>The folder that this library keeps its files in where the user names none.</summary>
internal static class HomeFolder
{
    // A folder of a fixed name in the folder for temporary files could be another user's.
    private static readonly Lazy<string> Homeless = new(() => Directory.CreateTempSubdirectory("mltransfer-").FullName);

    /// <summary>The folder, as a full path.</summary>
    /// <param name="chosen">
    /// The folder the user named; null for <c>MLTRANSFER_HOME</c> where that environment variable is set, else <c>mltransfer</c> in the user's
    /// cache folder. A user without a home gets a new folder for each process.
    /// </param>
    public static string Find(string? chosen = null) => Path.GetFullPath(chosen ?? Default());

    private static string Default()
    {
        string? home = Environment.GetEnvironmentVariable("MLTRANSFER_HOME");
        return string.IsNullOrEmpty(home) ? Path.Combine(UserCache(), "mltransfer") : home;
    }

    private static string UserCache()
    {
        if (OperatingSystem.IsWindows())
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        string user = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS())
            return Path.Combine(user, "Library", "Caches");
        // https://specifications.freedesktop.org/basedir-spec/latest/
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (!string.IsNullOrEmpty(cache))
            return cache;
        return user.Length > 0 ? Path.Combine(user, ".cache") : Homeless.Value;
    }
}
