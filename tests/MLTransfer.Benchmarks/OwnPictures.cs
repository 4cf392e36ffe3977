namespace MLTransfer.Benchmarks;

/// <summary>The pictures of the repository.</summary>
internal static class OwnPictures
{
    /// <exception cref="IOException">The program is not in the repository.</exception>
    public static string Folder => Path.Combine(Checkout.Root, "assets", "pictures");
}
