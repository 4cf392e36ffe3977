using MLTransfer.Training;

namespace MLTransfer.Evaluation;

/// <summary>Sees that every image to be evaluated is of a class that the classifier knows.</summary>
internal static class KnownClass
{
    private const int MostNames = 12;

    /// <param name="index">The class; -1 where there is none of these.</param>
    /// <param name="image">What the image is called.</param>
    /// <param name="labelColumnName">Where labels come from.</param>
    /// <param name="labels">The classes.</param>
    /// <returns><paramref name="index"/>.</returns>
    /// <exception cref="EvaluationDataException">There is none.</exception>
    public static int Require(int index, string image, string labelColumnName, LabelKeys labels)
    {
        if (index >= 0)
            return index;
        IEnumerable<string> names = labels.Names.Take(MostNames).Select(n => $"'{n}'");
        throw new EvaluationDataException(
            $"{image} has no label in the column '{labelColumnName}', or one that is none of the classifier's classes " +
            $"({string.Join(", ", names)}{(labels.Names.Count > MostNames ? ", ..." : "")}). Give it one of these, or filter such rows out first.");
    }
}
