namespace MLTransfer.Backbones;

/// <summary>A file of weights as it was published.</summary>
/// <param name="Name">Its name, unique among all files of the catalog.</param>
/// <param name="Address">Where it is downloaded from: https, or http on this machine.</param>
/// <param name="Md5">Its MD5 in hexadecimal; null where none was published.</param>
/// <param name="Sha256">Its SHA-256 in hexadecimal; null where none was published. It is preferred to the MD5.</param>
/// <param name="Bytes">Its size; 0 where none was published.</param>
internal sealed record WeightFile(string Name, Uri Address, string? Md5, string? Sha256, long Bytes);
