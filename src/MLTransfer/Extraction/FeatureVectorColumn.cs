using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Extraction;

/// <summary>The features themselves, as one vector column.</summary>
internal sealed class FeatureVectorColumn(string name, int length) : AddedColumns
{
    public override IReadOnlyList<(string Name, DataViewType Type, DataViewSchema.Annotations? Annotations)> Columns { get; }
        = [(name, new VectorDataViewType(NumberDataViewType.Single, length), null)];

    protected override Delegate CreateGetter(int index, Func<float[]> features)
    {
        return (ValueGetter<VBuffer<float>>)Get;

        void Get(ref VBuffer<float> value)
        {
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, length);
            features().CopyTo(editor.Values);
            value = editor.Commit();
        }
    }
}
