using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLTransfer.Extraction;

namespace MLTransfer.Training;

/// <summary>The probabilities of the classes and the most probable one, computed from features by a head.</summary>
internal sealed class ScoreColumns : AddedColumns
{
    private const int Score = 0;
    private readonly LinearHead _head;

    public ScoreColumns(LinearHead head, LabelKeys labels, string scoreColumnName, string predictedLabelColumnName)
    {
        _head = head;
        Columns =
        [
            (scoreColumnName, new VectorDataViewType(NumberDataViewType.Single, head.Classes), ScoreAnnotations(labels.Names)),
            (predictedLabelColumnName, labels.Type, labels.Annotations),
        ];
    }

    private ScoreColumns(string scoreColumnName, string predictedLabelColumnName)
    {
        _head = new LinearHead([], []);
        // Key values are announced, so that MapKeyToValue may follow; which they are shows when the trainer has seen the data.
        Columns =
        [
            (scoreColumnName, new VectorDataViewType(NumberDataViewType.Single, 1), ScoreAnnotations([])),
            (predictedLabelColumnName, new KeyDataViewType(typeof(uint), 1), TextAnnotations.Of(LabelKeys.KeyValues, [""])),
        ];
    }

    public override IReadOnlyList<(string Name, DataViewType Type, DataViewSchema.Annotations? Annotations)> Columns { get; }

    /// <summary>The columns as they can be described before training.</summary>
    public static ScoreColumns OfUnknownClasses(string scoreColumnName, string predictedLabelColumnName)
        => new(scoreColumnName, predictedLabelColumnName);

    protected override Delegate CreateGetter(int index, Func<float[]> features)
    {
        return index == Score ? (ValueGetter<VBuffer<float>>)GetScore : (ValueGetter<uint>)GetLabel;

        void GetScore(ref VBuffer<float> value)
        {
            float[] scores = _head.Score(features());
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, scores.Length);
            scores.CopyTo(editor.Values);
            value = editor.Commit();
        }

        // Keys count from 1.
        void GetLabel(ref uint value) => value = (uint)TensorPrimitives.IndexOfMax<float>(_head.Score(features())) + 1;
    }

    private static DataViewSchema.Annotations ScoreAnnotations(IReadOnlyList<string> names)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(TextAnnotations.Of("SlotNames", names), _ => true);
        // What ML.NET's own classifiers say of their scores.
        builder.AddPrimitiveValue("ScoreColumnKind", TextDataViewType.Instance, "MulticlassClassification".AsMemory());
        builder.AddPrimitiveValue("ScoreValueKind", TextDataViewType.Instance, "Score".AsMemory());
        return builder.ToAnnotations();
    }
}
