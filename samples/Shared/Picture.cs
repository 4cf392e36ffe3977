namespace Samples;

/// <summary>A picture as ML.NET's data views hold it; the properties are the columns.</summary>
internal sealed class Picture
{
    public string ImagePath { get; set; } = "";

    public string Label { get; set; } = "";
}
