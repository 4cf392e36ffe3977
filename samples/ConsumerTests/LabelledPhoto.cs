namespace ConsumerTests;

/// <summary>A photo and what it shows; the properties are the columns of a view.</summary>
public sealed class LabelledPhoto
{
    public string ImagePath { get; set; } = "";

    public string Label { get; set; } = "";
}
