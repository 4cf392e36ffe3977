using MLTransfer.Data;

namespace MLTransfer.Extraction;

/// <summary>What lies where in the folder that features and activations are kept in.</summary>
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

    /// <summary>What the names of the files for the checkpoints of a training run begin with.</summary>
    /// <param name="workspacePath">The folder the user named, or null for the default.</param>
    /// <param name="key">What the run depends on, as a hash.</param>
    public static string CheckpointFile(string? workspacePath, string key)
        => Path.Combine(HomeFolder.Find(workspacePath), "checkpoints", $"{key}.checkpoint");

    /// <summary>
    /// The folder for native libraries that had to be adapted to this machine; the same for all users of it, as only code that ships is in it.
    /// </summary>
    public static string NativeFolder() => Path.Combine(HomeFolder.Find(), "native");

    private static string Folder(string? workspacePath, string kind, string key) => Path.Combine(HomeFolder.Find(workspacePath), kind, key);
}
