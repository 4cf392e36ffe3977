namespace MLTransfer.Benchmarks.Contestants;

/// <summary>A photo as a row of ML.NET.</summary>
internal sealed class PhotoRow
{
    public string Path { get; set; } = "";
}
