using Microsoft.ML;
using MLTransfer.Data;

namespace MLTransfer.Training;

/// <summary>Draws a part of many images, of each class alike. Only labels are read.</summary>
internal static class ProbeSample
{
    /// <summary>The view itself where it has no more than <see cref="StageProbeOptions.MaxImages"/> rows with a label.</summary>
    public static IDataView Draw(IDataView view, LabelKeys labels, string labelColumnName, StageProbeOptions options)
    {
        List<int> classes = ReadClasses(view, labels, labelColumnName);
        int all = classes.Count(c => c >= 0);
        if (all <= options.MaxImages)
            return view;
        var random = new Random(options.Seed);
        // To a subset, those of one part are in it and those of another are not.
        var parts = new ImagePart[classes.Count];
        Array.Fill(parts, ImagePart.Test);
        foreach (var ofClass in Enumerable.Range(0, classes.Count).Where(row => classes[row] >= 0).GroupBy(row => classes[row]).OrderBy(c => c.Key))
        {
            int[] rows = [.. ofClass];
            random.Shuffle(rows);
            int share = (int)Math.Round((double)rows.Length * options.MaxImages / all);
            foreach (int row in rows.Take(Math.Max(share, options.Folds)))
                parts[row] = ImagePart.Train;
        }

        return new RowSubset(view, parts, ImagePart.Train);
    }

    private static List<int> ReadClasses(IDataView view, LabelKeys labels, string labelColumnName)
    {
        DataViewSchema.Column column = view.Schema.Require(labelColumnName, "label");
        using DataViewRowCursor cursor = view.GetRowCursor([column]);
        Func<int> label = labels.CreateGetter(cursor, column);
        var classes = new List<int>();
        while (cursor.MoveNext())
            classes.Add(label());
        return classes;
    }
}
