using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace MLTransfer.Data;

/// <summary>A column of images: of paths (text), of encoded images (vector of bytes) or of decoded ones (<see cref="MLImage"/>).</summary>
internal sealed class ImageColumn
{
    private readonly DataViewSchema.Column _column;
    private readonly Func<DataViewRow, string?, Func<ImageSource>> _createGetter;

    /// <param name="column">The column.</param>
    /// <param name="owner">The option that its view was given as; null for the view that everything is about.</param>
    /// <exception cref="ArgumentException">The column's type is none of the three.</exception>
    public ImageColumn(DataViewSchema.Column column, string? owner = null)
    {
        _column = column;
        _createGetter = column.Type switch
        {
            TextDataViewType => FileGetter,
            VectorDataViewType { ItemType: NumberDataViewType { RawType: var raw } } when raw == typeof(byte) => EncodedGetter,
            ImageDataViewType => PixelGetter,
            _ => throw new ArgumentException(
                $"The column '{column.Name}'{SchemaColumns.In(owner)} is of type {column.Type} and cannot hold images. " +
                "Allowed are text (the path of a file), a vector of bytes (an encoded image) and MLImage.", owner ?? nameof(column)),
        };
    }

    /// <summary>Finds the column of images in a schema.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it cannot hold images.</exception>
    public static ImageColumn Find(DataViewSchema schema, string name) => new(schema.Require(name, "image"));

    /// <summary>The images of a view, read as they are asked for.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it cannot hold images.</exception>
    public static IEnumerable<ImageSource> SourcesIn(IDataView view, string name, string? imageFolder)
    {
        ImageColumn column = Find(view.Schema, name);
        using DataViewRowCursor cursor = view.GetRowCursor([column.Column]);
        Func<ImageSource> image = column.CreateGetter(cursor, imageFolder);
        while (cursor.MoveNext())
            yield return image();
    }

    public DataViewSchema.Column Column => _column;

    /// <summary>Whether the images are paths, so that reading a row costs nothing but the path.</summary>
    public bool HoldsPaths => _column.Type is TextDataViewType;

    /// <summary>A getter of the image in the row that <paramref name="row"/> is on.</summary>
    /// <param name="row">A row, or a cursor, in which the column is active.</param>
    /// <param name="imageFolder">The folder that relative paths start at; null is the current one.</param>
    public Func<ImageSource> CreateGetter(DataViewRow row, string? imageFolder) => _createGetter(row, imageFolder);

    private Func<ImageSource> FileGetter(DataViewRow row, string? imageFolder)
    {
        ValueGetter<ReadOnlyMemory<char>> get = row.GetGetter<ReadOnlyMemory<char>>(_column);
        ReadOnlyMemory<char> path = default;
        return () =>
        {
            get(ref path);
            // An empty path stays empty: combined, it would become the folder.
            return new FileImageSource(imageFolder is null || path.IsEmpty ? path.ToString() : Path.Combine(imageFolder, path.ToString()));
        };
    }

    private Func<ImageSource> EncodedGetter(DataViewRow row, string? imageFolder)
    {
        ValueGetter<VBuffer<byte>> get = row.GetGetter<VBuffer<byte>>(_column);
        VBuffer<byte> bytes = default;
        return () =>
        {
            get(ref bytes);
            // The next row overwrites the buffer.
            byte[] copy = new byte[bytes.Length];
            bytes.CopyTo(copy);
            return new EncodedImageSource(copy, NameOf(row));
        };
    }

    private Func<ImageSource> PixelGetter(DataViewRow row, string? imageFolder)
    {
        ValueGetter<MLImage?> get = row.GetGetter<MLImage?>(_column);
        MLImage? image = null;
        return () =>
        {
            get(ref image);
            // ML.NET disposes the image with the next row. None at all has no bytes, and is reported as that.
            return image is null
                ? new EncodedImageSource(ReadOnlyMemory<byte>.Empty, NameOf(row))
                : new PixelImageSource(image.Pixels.ToArray(), image.Width, image.Height, image.PixelFormat, NameOf(row));
        };
    }

    private static string NameOf(DataViewRow row) => $"row {row.Position}";
}
