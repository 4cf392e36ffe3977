using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MLTransfer.Data;

namespace MLTransfer.Extraction;

/// <summary>
/// Describes added columns to ML.NET before any data is there. SchemaShape.Column has no public constructor, so the shapes are taken
/// from a custom mapping with the same columns, which is only asked for its shape.
/// </summary>
internal static class ImageShapes
{
    /// <exception cref="ArgumentException">There is no such column, or it cannot hold images.</exception>
    public static void RequireImage(SchemaShape input, string columnName)
    {
        SchemaShape.Column column = Require(input, columnName, "image");
        bool isScalar = column.Kind == SchemaShape.Column.VectorKind.Scalar;
        if (!(isScalar ? column.ItemType is TextDataViewType or ImageDataViewType : column.ItemType == NumberDataViewType.Byte && !column.IsKey))
        {
            throw new ArgumentException(
                $"The column '{columnName}' is of type {(isScalar ? "" : "vector of ")}{column.ItemType} and cannot hold images. " +
                "Allowed are text (the path of a file), a vector of bytes (an encoded image) and MLImage.");
        }
    }

    /// <exception cref="ArgumentException">There is no such column, or its type is not a key.</exception>
    public static void RequireKey(SchemaShape input, string columnName)
    {
        if (Require(input, columnName, "label") is { IsKey: false } column)
            throw SchemaColumns.NotAKey(columnName, column.ItemType);
    }

    /// <summary>The input's columns, those replaced left out, and the added ones.</summary>
    public static SchemaShape Append(SchemaShape input, AddedColumns added)
    {
        SchemaShape.Column[] columns = [.. added.Columns.Select(c => ShapeOf(c.Name, c.Type, c.Annotations))];
        return new SchemaShape(input.Where(c => columns.All(a => a.Name != c.Name)).Concat(columns));
    }

    private static SchemaShape.Column Require(SchemaShape input, string columnName, string role)
        => input.Any(c => c.Name == columnName)
            ? input.Last(c => c.Name == columnName)
            : throw SchemaColumns.Missing(columnName, role, input.Select(c => c.Name));

    private static SchemaShape.Column ShapeOf(string name, DataViewType type, DataViewSchema.Annotations? annotations)
        => type switch
        {
            VectorDataViewType => Shape<VectorRow>(name, type, annotations),
            ImageDataViewType => Shape<ImageRow>(name, type, annotations),
            _ => Shape<KeyRow>(name, type, annotations),
        };

    private static SchemaShape.Column Shape<TRow>(string name, DataViewType type, DataViewSchema.Annotations? annotations)
        where TRow : class, new()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(TRow));
        SchemaDefinition.Column column = definition[0];
        column.ColumnName = name;
        column.ColumnType = type;
        foreach (DataViewSchema.Column annotation in annotations?.Schema ?? Enumerable.Empty<DataViewSchema.Column>())
            AnnotationCopy.Copy(annotations!, annotation, column);
        return new MLContext().Transforms.CustomMapping<NoInput, TRow>((_, _) => { }, contractName: null, null, definition)
            .GetOutputSchema(new SchemaShape([]))[0];
    }

    private sealed class NoInput;

    private sealed class VectorRow
    {
        public float[] Value { get; set; } = [];
    }

    private sealed class KeyRow
    {
        public uint Value { get; set; }
    }

    private sealed class ImageRow
    {
        [ImageType(1, 1)]
        public MLImage? Value { get; set; }
    }
}
