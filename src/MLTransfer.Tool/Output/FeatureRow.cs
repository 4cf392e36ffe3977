namespace MLTransfer.Tool.Output;

/// <summary>A photo with its features, as ML.NET fills it.</summary>
internal sealed class FeatureRow
{
    public string ImagePath { get; set; } = "";

    public string Label { get; set; } = "";

    public string Split { get; set; } = "";

    public float[] Features { get; set; } = [];
}
