using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Extraction;

/// <summary>Copies annotations of any type to a column of an in-memory view, which only takes them with their type.</summary>
internal static class AnnotationCopy
{
    private static readonly MethodInfo Generic = typeof(AnnotationCopy).GetMethod(nameof(CopyValue), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static void Copy(DataViewSchema.Annotations annotations, DataViewSchema.Column annotation, SchemaDefinition.Column column)
        => Generic.MakeGenericMethod(annotation.Type.RawType).Invoke(null, [annotations, annotation, column]);

    private static void CopyValue<T>(DataViewSchema.Annotations annotations, DataViewSchema.Column annotation, SchemaDefinition.Column column)
    {
        T value = default!;
        annotations.GetValue(annotation.Name, ref value);
        column.AddAnnotation(annotation.Name, value, annotation.Type);
    }
}
