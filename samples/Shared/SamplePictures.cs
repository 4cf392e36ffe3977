namespace Samples;

/// <summary>The pictures that come with this repository.</summary>
internal static class SamplePictures
{
    /// <summary>Looks above the program, not above the current folder, so that the program can be started from anywhere.</summary>
    public static string Find()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string pictures = Path.Combine(folder, "assets", "pictures");
            if (File.Exists(Path.Combine(folder, "MLTransfer.sln")) && Directory.Exists(pictures))
                return pictures;
        }

        throw new CommandLineException("The pictures of the repository are not to be found from here; name a folder of your own with --data.");
    }
}
