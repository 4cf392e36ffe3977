using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Extraction;

/// <summary>The columns that a transformer adds to a row, all computed from the features of the row's image.</summary>
internal abstract class AddedColumns
{
    /// <summary>What the columns are called and hold.</summary>
    public abstract IReadOnlyList<(string Name, DataViewType Type, DataViewSchema.Annotations? Annotations)> Columns { get; }

    /// <summary>A <see cref="ValueGetter{TValue}"/> of a column's type.</summary>
    /// <param name="index">The column, counted in <see cref="Columns"/>.</param>
    /// <param name="features">Gives the features of the current row.</param>
    protected abstract Delegate CreateGetter(int index, Func<float[]> features);

    /// <summary>The getter of a column of <see cref="AppendTo"/>'s schema: passed on from the input, or computed.</summary>
    /// <param name="input">The row of the input.</param>
    /// <param name="column">The column.</param>
    /// <param name="features">Gives the features of the current row.</param>
    public ValueGetter<TValue> CreateGetter<TValue>(DataViewRow input, DataViewSchema.Column column, Func<float[]> features)
        => column.Index < input.Schema.Count
            ? input.GetGetter<TValue>(input.Schema[column.Index])
            : (ValueGetter<TValue>)CreateGetter(column.Index - input.Schema.Count, features);

    /// <summary>The schema of rows that have these columns after those of the input.</summary>
    public DataViewSchema AppendTo(DataViewSchema input)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        foreach ((string name, DataViewType type, DataViewSchema.Annotations? annotations) in Columns)
            builder.AddColumn(name, type, annotations);
        return builder.ToSchema();
    }
}
