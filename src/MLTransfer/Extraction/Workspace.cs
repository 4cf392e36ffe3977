namespace MLTransfer.Extraction;

/// <summary>The folder that this library keeps its files in.</summary>
internal static class Workspace
{
    /// <summary>The folder for features of one kind.</summary>
    /// <param name="workspacePath">The folder the user named, or null for the default.</param>
    /// <param name="key">What the features depend on, as a hash.</param>
    public static string FeatureFolder(string? workspacePath, string key) => Folder(workspacePath, "features", key);

    /// <summary>The folder for activations of one kind.</summary>
    /// <param name="workspacePath">The folder the user named, or null for the default.</param>
    /// <param name="key">What the activations depend on, as a hash.</param>
    public static string ActivationFolder(string? workspacePath, string key) => Folder(workspacePath, "activations", key);

    /// <summary>The file for the checkpoint of a training run.</summary>
    /// <param name="workspacePath">The folder the user named, or null for the default.</param>
    /// <param name="key">What the run depends on, as a hash.</param>
    public static string CheckpointFile(string? workspacePath, string key)
        => Path.Combine(Path.GetFullPath(workspacePath ?? Default()), "checkpoints", $"{key}.checkpoint");

    /// <summary>
    /// The folder for native libraries that had to be adapted to this machine; the same for all users of it, as only code that ships is in it.
    /// </summary>
    public static string NativeFolder() => Path.Combine(Path.GetFullPath(Default()), "native");

    private static string Folder(string? workspacePath, string kind, string key)
        => Path.Combine(Path.GetFullPath(workspacePath ?? Default()), kind, key);

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
        return user.Length > 0 ? Path.Combine(user, ".cache") : Path.GetTempPath();
    }
}
