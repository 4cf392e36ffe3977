using Microsoft.ML;

namespace MLTransfer.Data;

/// <summary>Looks columns up with errors that say what there is.</summary>
internal static class SchemaColumns
{
    /// <param name="schema">The schema.</param>
    /// <param name="name">The column's name.</param>
    /// <param name="role">What the column is for, as in "the image column".</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public static DataViewSchema.Column Require(this DataViewSchema schema, string name, string role) =>
        schema.GetColumnOrNull(name) ?? throw new ArgumentException(
            $"There is no {role} column '{name}'. The columns are: {string.Join(", ", schema.Select(c => c.Name))}.", nameof(name));
}
