using Microsoft.ML;
using MLTransfer.Training;

namespace MLTransfer.Evaluation;

/// <summary>Reads the classes of images to be evaluated, and sees that the classifier knows each of them.</summary>
/// <param name="labels">The classes of the classifier.</param>
/// <param name="row">The current image.</param>
/// <param name="column">Its label.</param>
internal sealed class KnownClass(LabelKeys labels, DataViewRow row, DataViewSchema.Column column)
{
    private const int MostNames = 12;
    private readonly Func<string> _label = LabelKeys.CreateNameGetter(row, column);

    /// <summary>The class of the current image, counted from 0.</summary>
    /// <param name="image">What the image is called.</param>
    /// <exception cref="EvaluationDataException">It has no label, or one that is none of the classes.</exception>
    public int Require(string image)
    {
        string label = _label();
        int index = labels.Find(label);
        if (index >= 0)
            return index;
        string fault = label.Length == 0
            ? $"{image} has no label in the column '{column.Name}'."
            : $"{image} has the label '{label}' in the column '{column.Name}', which is none of the classifier's classes.";
        IEnumerable<string> names = labels.Names.Take(MostNames).Select(n => $"'{n}'");
        throw new EvaluationDataException(
            $"{fault} Give it one of these, or filter such rows out first: {string.Join(", ", names)}" +
            $"{(labels.Names.Count > MostNames ? ", ..." : "")}.");
    }
}
