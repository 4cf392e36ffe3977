using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace MLTransfer.Backbones.Weights;

/// <summary>Checks that a file is the published one: once in a process, for as long as neither its size nor its time changes.</summary>
internal static class PublishedContent
{
    private const string NotThere = "there is no such file.";
    private const string NotHdf5 = "it is no HDF5 file; a web page may have come in its place.";

    // HDF5 File Format Specification, "Format Signature and Superblock".
    private static readonly byte[] Hdf5Signature = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A];

    private static readonly ConcurrentDictionary<(string Path, WeightFile File), (long Length, DateTime Time)> Verified = new();

    /// <summary>What is wrong with a file, in a sentence; null where it is the published one.</summary>
    public static async Task<string?> ProblemOf(string path, WeightFile file, CancellationToken cancellationToken)
    {
        var found = new FileInfo(path);
        if (!found.Exists)
            return NotThere;
        (long Length, DateTime Time) state = (found.Length, found.LastWriteTimeUtc);
        if (Verified.TryGetValue((path, file), out var known) && known == state)
            return null;
        try
        {
            if (await DifferenceOf(path, file, cancellationToken).ConfigureAwait(false) is { } difference)
                return difference;
        }
        catch (FileNotFoundException)
        {
            // Another process has just set it aside.
            return NotThere;
        }

        Verified[(path, file)] = state;
        return null;
    }

    /// <summary>Remembers that a file is the published one.</summary>
    public static void Remember(string path, WeightFile file)
    {
        var found = new FileInfo(path);
        if (found.Exists)
            Verified[(path, file)] = (found.Length, found.LastWriteTimeUtc);
    }

    /// <summary>In what a file differs from the published one, in a sentence; null where it does not.</summary>
    public static async Task<string?> DifferenceOf(string path, WeightFile file, CancellationToken cancellationToken)
    {
        // Others may replace it meanwhile.
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
        await using (stream.ConfigureAwait(false))
        {
            if (file.Bytes > 0 && stream.Length != file.Bytes)
                return string.Create(CultureInfo.InvariantCulture, $"it has {stream.Length:N0} bytes; the published file has {file.Bytes:N0}.");
            HashAlgorithmName algorithm = file.Sha256 is null ? HashAlgorithmName.MD5 : HashAlgorithmName.SHA256;
            if ((file.Sha256 ?? file.Md5) is not { } published)
                return await BeginsAsHdf5(stream, cancellationToken).ConfigureAwait(false) ? null : NotHdf5;
            byte[] hash = await CryptographicOperations.HashDataAsync(algorithm, stream, cancellationToken).ConfigureAwait(false);
            string found = Convert.ToHexStringLower(hash);
            return found.Equals(published, StringComparison.OrdinalIgnoreCase)
                ? null
                : $"its {algorithm.Name} is {found}; that of the published file is {published}.";
        }
    }

    private static async Task<bool> BeginsAsHdf5(FileStream stream, CancellationToken cancellationToken)
    {
        var start = new byte[8];
        int count = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return start.AsSpan(0, count).SequenceEqual(Hdf5Signature);
    }
}
