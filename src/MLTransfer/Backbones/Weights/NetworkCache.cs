using MLTransfer.Data;

namespace MLTransfer.Backbones.Weights;

/// <summary>
/// Networks made of weights, kept so that they need not be made again. Each file has the SHA-256 of its content in its name, which is checked
/// before its first use in a process; one that does not match does not count, and is replaced when it is made anew. Thread-safe.
/// </summary>
/// <param name="folder">The folder, which need not exist.</param>
internal sealed class NetworkCache(string folder)
{
    /// <summary>The path of a whole network; null where there is none.</summary>
    /// <param name="key">What it depends on: letters and digits, such as a hash.</param>
    public string? Find(string key)
    {
        try
        {
            return FilesOf(key).FirstOrDefault(IsWhole);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps a network in place of all others with its key.</summary>
    /// <param name="key">What it depends on: letters and digits, such as a hash.</param>
    /// <param name="network">The ONNX file.</param>
    /// <returns>Its path; null where it cannot be written.</returns>
    public string? Save(string key, byte[] network)
    {
        string path = Path.Combine(folder, $"{key}.{ContentHash.Of(network)}.onnx");
        try
        {
            string[] others = [.. FilesOf(key).Where(other => other != path)];
            AtomicFile.Write(path, file => file.Write(network), flush: false);
            foreach (string other in others)
                DeleteIfPossible(other);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>On Windows another process may have it open; it costs only space.</summary>
    private static void DeleteIfPossible(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static bool IsWhole(string path)
    {
        string hash = Path.GetExtension(Path.GetFileNameWithoutExtension(path)).TrimStart('.');
        var published = new WeightFile(Path.GetFileName(path), new Uri(path), Md5: null, hash, Bytes: 0);
        return PublishedContent.ProblemOf(path, published, CancellationToken.None).GetAwaiter().GetResult() is null;
    }

    private string[] FilesOf(string key)
    {
        if (key.Length == 0 || !key.All(char.IsAsciiLetterOrDigit))
            throw new ArgumentException($"'{key}' is no key: it must be of letters and digits.", nameof(key));
        return Directory.Exists(folder) ? Directory.GetFiles(folder, $"{key}.*.onnx") : [];
    }
}
