using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Training;

/// <summary>Makes annotations that hold a list of names.</summary>
internal static class TextAnnotations
{
    public static DataViewSchema.Annotations Of(string kind, IReadOnlyList<string> names)
    {
        VBuffer<ReadOnlyMemory<char>> values = new(names.Count, [.. names.Select(n => n.AsMemory())]);
        var builder = new DataViewSchema.Annotations.Builder();
        var type = new VectorDataViewType(TextDataViewType.Instance, names.Count);
        builder.Add(kind, type, (ref VBuffer<ReadOnlyMemory<char>> value) => values.CopyTo(ref value));
        return builder.ToAnnotations();
    }
}
