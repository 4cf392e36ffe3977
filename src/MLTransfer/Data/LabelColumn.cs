using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Data;

/// <summary>A column of labels of any single-valued type, read as text: text itself, the number of a key, any other value printed.</summary>
internal sealed class LabelColumn
{
    private readonly DataViewSchema.Column _column;

    /// <param name="column">The column.</param>
    /// <param name="owner">The option that its view was given as; null for the view that everything is about.</param>
    /// <exception cref="ArgumentException">The column holds vectors or images.</exception>
    public LabelColumn(DataViewSchema.Column column, string? owner = null)
    {
        if (column.Type is not PrimitiveDataViewType)
            throw new ArgumentException($"The column '{column.Name}'{SchemaColumns.In(owner)} is of type {column.Type} and cannot hold labels. " +
                "Allowed are text, keys, and single numbers, booleans or times.", owner ?? nameof(column));
        _column = column;
    }

    public DataViewSchema.Column Column => _column;

    /// <summary>A getter of the current row's label; empty where it is missing.</summary>
    public Func<string> CreateGetter(DataViewRow row) => (Func<string>)typeof(LabelColumn)
        .GetMethod(nameof(Getter), BindingFlags.Instance | BindingFlags.NonPublic)!
        .MakeGenericMethod(_column.Type.RawType).Invoke(this, [row])!;

    private Func<string> Getter<T>(DataViewRow row)
    {
        ValueGetter<T> get = row.GetGetter<T>(_column);
        bool isKey = _column.Type is KeyDataViewType;
        T value = default!;
        return () =>
        {
            get(ref value);
            string text = value is IFormattable f ? f.ToString(null, CultureInfo.InvariantCulture) : value?.ToString() ?? "";
            bool isMissing = value is float.NaN or double.NaN || (isKey && text == "0");
            return isMissing ? "" : text;
        };
    }
}
