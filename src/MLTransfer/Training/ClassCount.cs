using Microsoft.ML;
using MLTransfer.Data;

namespace MLTransfer.Training;

/// <summary>Looks for two classes before anything is extracted; whether they have usable images is known only afterwards.</summary>
internal static class ClassCount
{
    /// <exception cref="TrainingDataException">The labels are of one class, or there are none.</exception>
    public static void RequireTwo(LabelKeys labels, string labelColumnName)
    {
        if (labels.Names.Count < 2)
            throw TooFew(labelColumnName, [.. labels.Names]);
    }

    /// <summary>Reads labels until there are two. Nothing else is read.</summary>
    /// <exception cref="TrainingDataException">The labels are of one class, or there are none.</exception>
    public static void RequireTwo(IDataView view, LabelKeys labels, string labelColumnName)
    {
        DataViewSchema.Column column = view.Schema.Require(labelColumnName, "label");
        using DataViewRowCursor cursor = view.GetRowCursor([column]);
        Func<int> label = labels.CreateGetter(cursor, column);
        var met = new HashSet<int>();
        while (met.Count < 2 && cursor.MoveNext())
        {
            if (label() is >= 0 and int current)
                met.Add(current);
        }

        if (met.Count < 2)
            throw TooFew(labelColumnName, [.. met.Select(i => labels.Names[i])]);
    }

    private static TrainingDataException TooFew(string labelColumnName, string[] classes)
        => new("A classifier needs training images of two classes or more; " + (classes.Length == 1
            ? $"all labels in the column '{labelColumnName}' are '{classes[0]}'."
            : $"the column '{labelColumnName}' has no label."));
}
