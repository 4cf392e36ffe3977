namespace MLTransfer.Benchmarks;

/// <summary>The repository that this program was built in.</summary>
internal static class Checkout
{
    /// <summary>Its folder, found above the program.</summary>
    /// <exception cref="IOException">The program is not in the repository.</exception>
    public static string Root
    {
        get
        {
            for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "MLTransfer.sln")))
                    return folder;
            }

            throw new IOException(
                "This program is not in the repository, whose pictures and documents it uses by default: name them by its options.");
        }
    }
}
