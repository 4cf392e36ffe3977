using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer.Training;

/// <summary>The classes of a label column of key type: their names in the order of the keys.</summary>
internal sealed class LabelKeys
{
    /// <summary>ML.NET's name for the annotation that holds what keys stand for.</summary>
    public const string KeyValues = "KeyValues";

    private static readonly MethodInfo NamesOfType = typeof(LabelKeys).GetMethod(nameof(NamesOf), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly Dictionary<string, int> _classes;

    private LabelKeys(ulong count, DataViewSchema.Annotations annotations)
    {
        Type = new KeyDataViewType(typeof(uint), count);
        Annotations = annotations;
        Names = Annotations.Schema.GetColumnOrNull(KeyValues) is { Type: VectorDataViewType values }
            ? (string[])NamesOfType.MakeGenericMethod(values.ItemType.RawType).Invoke(null, [Annotations])!
            : [.. Enumerable.Range(0, (int)count).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        _classes = Names.Select((name, i) => (name, i)).DistinctBy(c => c.name).ToDictionary(c => c.name, c => c.i);
    }

    /// <summary>The names of the classes, in the order of their keys.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The type of a column of predicted labels.</summary>
    public KeyDataViewType Type { get; }

    /// <summary>The key values, as annotations of a column of predicted labels.</summary>
    public DataViewSchema.Annotations Annotations { get; }

    /// <exception cref="ArgumentException">There is no such column, or its type is not a key.</exception>
    public static LabelKeys Of(DataViewSchema schema, string columnName)
    {
        DataViewSchema.Column column = schema.Require(columnName, "label");
        return column.Type is KeyDataViewType { Count: > 0 and <= int.MaxValue } type
            ? Of(column, type)
            : throw SchemaColumns.NotAKey(columnName, column.Type);
    }

    /// <summary>Classes of which only the names are known.</summary>
    public static LabelKeys Named(IReadOnlyList<string> names)
        => new((ulong)names.Count, TextAnnotations.Of(KeyValues, names));

    /// <summary>
    /// Gives the class of the current row, counted from 0; -1 where it has none of these. The column may hold keys or what they stand for.
    /// </summary>
    public Func<int> CreateGetter(DataViewRow row, DataViewSchema.Column column)
    {
        // By the names, as the keys of another view may count the same classes in another order.
        Func<string> name = CreateNameGetter(row, column);
        return () => Find(name());
    }

    /// <summary>The class of a name, counted from 0; -1 where it is none of these.</summary>
    public int Find(string name) => _classes.GetValueOrDefault(name, -1);

    /// <summary>Gives the label of the current row, whatever it is; empty where it is missing. The column may hold keys or what they stand for.</summary>
    public static Func<string> CreateNameGetter(DataViewRow row, DataViewSchema.Column column)
    {
        Func<string> text = new LabelColumn(column).CreateGetter(row);
        if (column.Type is not KeyDataViewType type)
            return text;
        IReadOnlyList<string> names = Of(column, type).Names;
        return () => text() is { Length: > 0 } key ? names[int.Parse(key, CultureInfo.InvariantCulture) - 1] : "";
    }

    /// <summary>Makes a column of an in-memory view a key column of these classes.</summary>
    public void Annotate(SchemaDefinition.Column column)
    {
        column.ColumnType = Type;
        foreach (DataViewSchema.Column annotation in Annotations.Schema)
            AnnotationCopy.Copy(Annotations, annotation, column);
    }

    private static LabelKeys Of(DataViewSchema.Column column, KeyDataViewType type)
    {
        // Key values may be of any type; whatever it is, predicted labels must map back to it.
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(column.Annotations, name => name == KeyValues);
        return new LabelKeys(type.Count, builder.ToAnnotations());
    }

    private static string[] NamesOf<T>(DataViewSchema.Annotations annotations)
    {
        VBuffer<T> values = default;
        annotations.GetValue(KeyValues, ref values);
        return [.. values.DenseValues().Select(v => string.Create(CultureInfo.InvariantCulture, $"{v}"))];
    }
}
