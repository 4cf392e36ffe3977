namespace MLTransfer;

/// <summary>How far the download of a file of weights is.</summary>
/// <param name="FileName">The name of the file.</param>
/// <param name="Bytes">The bytes that are there, those of an earlier download that is continued included.</param>
/// <param name="Total">The size of the file in bytes; null where neither its publisher nor the server says.</param>
/// <param name="BytesPerSecond">Bytes a second since this download began or was continued.</param>
public sealed record WeightDownloadProgress(string FileName, long Bytes, long? Total, double BytesPerSecond);
