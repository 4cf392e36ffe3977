using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Data;

/// <summary>Looks columns up with errors that say what there is.</summary>
internal static class SchemaColumns
{
    /// <param name="schema">The schema.</param>
    /// <param name="name">The column's name.</param>
    /// <param name="role">What the column is for, as in "the image column".</param>
    /// <param name="owner">The option that the view was given as; null for the view that everything is about.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public static DataViewSchema.Column Require(this DataViewSchema schema, string name, string role, string? owner = null)
        => schema.GetColumnOrNull(name) ?? throw Missing(name, role, schema.Select(c => c.Name), owner);

    public static ArgumentException Missing(string name, string role, IEnumerable<string> columns, string? owner = null)
        => new(
            $"There is no {role} column '{name}'{In(owner)}. The columns are: {string.Join(", ", columns)}.", owner ?? nameof(name));

    /// <summary>Where a column is, for messages.</summary>
    public static string In(string? owner) => owner is null ? "" : $" in the {owner}";

    public static ArgumentException NotAKey(string name, DataViewType type)
        => new(
            $"The label column '{name}' is of type {type}, not a key. " +
            $"Put mlContext.Transforms.Conversion.MapValueToKey(\"{name}\") before the trainer.",
            nameof(name));
}
