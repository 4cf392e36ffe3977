using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace MLTransfer.Tests.Extraction;

internal sealed class PathRow
{
    public float Before { get; set; }

    public string ImagePath { get; set; } = "";

    public string Label { get; set; } = "";
}

internal sealed class BytesRow
{
    public byte[] Image { get; set; } = [];
}

internal sealed class PixelsRow
{
    [ImageType(40, 48)]
    public MLImage? Image { get; set; }
}

internal sealed class FeaturesRow
{
    public float Before { get; set; }

    public string ImagePath { get; set; } = "";

    public float[] Features { get; set; } = [];
}

/// <summary>Rows of photos in files, and what becomes of them.</summary>
internal static class RowsOfPhotos
{
    /// <summary>A view of that many photos in files; of those with a number in <paramref name="bad"/> the file is no image.</summary>
    public static IDataView PathRows(this TinyExtraction tiny, int count, params int[] bad)
    {
        var rows = new List<PathRow>();
        for (int i = 0; i < count; i++)
        {
            string path = tiny.Folder[$"{i:000}.png"];
            File.WriteAllBytes(path, bad.Contains(i) ? [1, 2, 3, (byte)i] : TinyExtraction.Png(i));
            rows.Add(new PathRow { Before = i, ImagePath = path, Label = TinyPhotos.Classes[i % 3] });
        }

        return tiny.ML.Data.LoadFromEnumerable(rows);
    }

    public static List<FeaturesRow> FeaturesRows(this TinyExtraction tiny, IDataView view)
        => [.. tiny.ML.Data.CreateEnumerable<FeaturesRow>(view, reuseRowObject: false, ignoreMissingColumns: true)];

    /// <summary>The numbers of the rows, read without any image.</summary>
    public static float[] Numbers(this IDataView view) => [.. view.GetColumn<float>("Before")];
}
