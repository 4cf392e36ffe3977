namespace MLTransfer.Benchmarks;

/// <summary>The pictures of the repository.</summary>
internal static class OwnPictures
{
    /// <summary>Found above the program.</summary>
    /// <exception cref="IOException">The program is not in the repository.</exception>
    public static string Folder
    {
        get
        {
            for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "MLTransfer.sln")))
                    return Path.Combine(folder, "assets", "pictures");
            }

            throw new IOException("This program is not in the repository, whose pictures it uses by default: name a folder with --data.");
        }
    }
}
