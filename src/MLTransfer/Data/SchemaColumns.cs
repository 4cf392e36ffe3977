using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Data;

/// <summary>Looks columns up with errors that say what there is.</summary>
internal static class SchemaColumns
{
    /// <param name="schema">The schema.</param>
    /// <param name="name">The column's name.</param>
    /// <param name="role">What the column is for, as in "the image column".</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public static DataViewSchema.Column Require(this DataViewSchema schema, string name, string role)
        => schema.GetColumnOrNull(name) ?? throw Missing(name, role, schema.Select(c => c.Name));

    public static ArgumentException Missing(string name, string role, IEnumerable<string> columns)
        => new($"There is no {role} column '{name}'. The columns are: {string.Join(", ", columns)}.", nameof(name));

    public static ArgumentException NotAKey(string name, DataViewType type)
        => new(
            $"The label column '{name}' is of type {type}, not a key. " +
            $"Put mlContext.Transforms.Conversion.MapValueToKey(\"{name}\") before the trainer.",
            nameof(name));
}
