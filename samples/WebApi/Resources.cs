namespace WebApi;

/// <summary>The files inside this program.</summary>
internal static class Resources
{
    public static byte[] Read(string name)
    {
        using Stream file = typeof(Resources).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"This program was built without {name}.");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
