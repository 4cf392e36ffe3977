namespace MLTransfer.Data;

/// <summary>A row of the view over a folder; ML.NET takes the columns from the properties, which it has to be able to set.</summary>
internal sealed class ImageFolderRow
{
    public string ImagePath { get; set; } = "";

    public string Label { get; set; } = "";

    /// <summary>"train", "validation" or "test"; empty where the folder prescribes no parts.</summary>
    public string Split { get; set; } = "";
}
