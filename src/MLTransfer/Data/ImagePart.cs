namespace MLTransfer.Data;

/// <summary>The part of a data set that a row is in.</summary>
internal enum ImagePart : byte
{
    Train,
    Validation,
    Test,

    /// <summary>None of them: it belongs to another shard.</summary>
    Elsewhere,
}

/// <summary>The names of the parts, in columns and as folder names.</summary>
internal static class ImagePartNames
{
    public static string ToText(this ImagePart part) => part switch
    {
        ImagePart.Train => "train",
        ImagePart.Validation => "validation",
        _ => "test",
    };

    /// <summary>The part that a name stands for in published data sets; null where it stands for none.</summary>
    public static ImagePart? Parse(string name) => name.ToLowerInvariant() switch
    {
        "train" or "training" => ImagePart.Train,
        "validation" or "val" or "valid" => ImagePart.Validation,
        "test" or "testing" => ImagePart.Test,
        _ => null,
    };
}
