namespace MLTransfer.Tests;

/// <summary>The folder of real photos and weights that may lie beside the checkout; a test that needs it is skipped where it does not.</summary>
internal static class SharedFolder
{
    /// <summary>The path of a file or folder in it; skips the calling test where there is none.</summary>
    public static string Require(string relativePath)
    {
        string path = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", relativePath));
        Assert.SkipUnless(Path.Exists(path), $"needs ../shared/{relativePath}, which is not part of the repository");
        return path;
    }
}

/// <summary>The checkout that this test was built in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "MLTransfer.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException($"No MLTransfer.sln above {AppContext.BaseDirectory}.");
    }
}
