namespace MLTransfer.Benchmarks;

/// <summary>A photo with its class, as a row of ML.NET.</summary>
internal class PooledPhoto
{
    public string ImagePath { get; set; } = "";

    public string Label { get; set; } = "";
}
