using MLTransfer.Backbones;
using MLTransfer.Data;

namespace MLTransfer;

/// <summary>
/// The weights of a backbone cannot be had: they were not found and cannot be downloaded, or what was found or downloaded is not the published
/// file. The message says how to get them by hand.
/// </summary>
public sealed class WeightsException : MLTransferException
{
    internal WeightsException(WeightFile file, string folder, string problem, Exception? innerException = null)
        : base($"{file.Name}: {problem} {Advice(file, folder)}", innerException)
        => (FileName, Address, Folder) = (file.Name, file.Address, folder);

    /// <summary>The name of the file.</summary>
    public string FileName { get; }

    /// <summary>The address that the file was published at.</summary>
    public Uri Address { get; }

    /// <summary>The folder that the file is looked for in, and that it may be put into by hand.</summary>
    public string Folder { get; }

    private static string Advice(WeightFile file, string folder)
        => $"To do without a download, get {file.Address} by other means{Identity(file)} and put it into {folder} as {file.Name}, " +
        "or name a file of your own with WeightsPath.";

    private static string Identity(WeightFile file)
    {
        string?[] parts =
        [
            file.Bytes > 0 ? ByteSize.Describe(file.Bytes) : null,
            file.Sha256 is { } sha ? $"SHA-256 {sha}" : file.Md5 is { } md5 ? $"MD5 {md5}" : null,
        ];
        string identity = string.Join(", ", parts.OfType<string>());
        return identity.Length > 0 ? $" ({identity})" : "";
    }
}
