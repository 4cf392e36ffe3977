namespace ConsumerTests;

/// <summary>The pictures that come with this repository.</summary>
internal static class RepositoryPictures
{
    public static string Find()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "MLTransfer.sln")))
                return Path.Combine(folder, "assets", "pictures");
        }

        throw new InvalidOperationException("The pictures of the repository are not to be found from here: set MODEL and PHOTOS.");
    }
}
