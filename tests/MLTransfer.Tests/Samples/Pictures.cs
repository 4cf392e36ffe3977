namespace MLTransfer.Tests.Samples;

/// <summary>The pictures of the repository.</summary>
internal static class Pictures
{
    /// <summary>Copies a few pictures of a class into a folder.</summary>
    public static void Copy(string name, string target, int count)
    {
        Directory.CreateDirectory(target);
        string source = Path.Combine(Repository.Root, "assets", "pictures", name);
        foreach (string file in Directory.GetFiles(source).Order(StringComparer.Ordinal).Take(count))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }
}
