using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Benchmarks.Contestants;

/// <summary>Reads a column of features of ML.NET, which computes them on the way.</summary>
internal static class FeatureColumn
{
    public static List<float[]> Read(IDataView rows, string name)
    {
        DataViewSchema.Column column = rows.Schema[name];
        var features = new List<float[]>();
        using DataViewRowCursor cursor = rows.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> value = default;
        while (cursor.MoveNext())
        {
            getter(ref value);
            features.Add([.. value.DenseValues()]);
        }

        return features;
    }
}
