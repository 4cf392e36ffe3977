using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Data;

/// <summary>Reads what a split has to know of the rows of a view, in one pass.</summary>
internal sealed class ImageRowReader(IDataView view, ImageColumn image, LabelColumn label, string? imageFolder)
{
    public const string SplitColumnName = "Split";

    // Images in memory are hashed this many at a time, so that no more of them are held.
    private static readonly int BatchSize = 2 * Environment.ProcessorCount;

    private readonly List<string> _names = [];
    private readonly List<string> _labels = [];
    private readonly HashSet<string> _distinctLabels = new(StringComparer.Ordinal);
    private readonly List<ImagePart?> _given = [];
    private readonly List<string?> _digests = [];
    private readonly List<ImageSource> _batch = [];

    /// <exception cref="MissingLabelException">A row has no label.</exception>
    /// <exception cref="ArgumentException">The Split column holds something else than parts, or only in some rows.</exception>
    public ImageRow[] Read()
    {
        ReadColumns();
        IReadOnlyList<string> contents = image.HoldsPaths ? FileContents() : MemoryContents();
        return [.. contents.Select((content, i) => new ImageRow(_names[i], _labels[i], _given[i], content))];
    }

    private void ReadColumns()
    {
        // A number column of that name means something else, such as a fold.
        DataViewSchema.Column? split = view.Schema.GetColumnOrNull(SplitColumnName) is { Type: TextDataViewType } column ? column : null;
        DataViewSchema.Column[] needed = split is { } s ? [image.Column, label.Column, s] : [image.Column, label.Column];
        using DataViewRowCursor cursor = view.GetRowCursor(needed);
        Func<ImageSource> getImage = image.CreateGetter(cursor, imageFolder);
        Func<string> getLabel = label.CreateGetter(cursor);
        Func<string> getSplit = split is { } c ? new LabelColumn(c).CreateGetter(cursor) : () => "";
        for (int row = 0; cursor.MoveNext(); row++)
        {
            ImageSource source = getImage();
            _names.Add(source.Name);
            _labels.Add(OneOf(getLabel()));
            if (_labels[row].Length == 0)
                throw new MissingLabelException(source.Name, row, label.Column.Name);
            _given.Add(ParsePart(getSplit(), row));
            if (!image.HoldsPaths)
                AddToBatch(source);
        }
        HashBatch();
    }

    /// <summary>The first text of these characters: there are few labels, and many rows have each.</summary>
    private string OneOf(string label)
    {
        if (_distinctLabels.TryGetValue(label, out string? first))
            return first;
        _distinctLabels.Add(label);
        return label;
    }

    private ImagePart? ParsePart(string name, int row)
    {
        ImagePart? part = name.Length == 0 ? null : ImagePartNames.Parse(name);
        if (name.Length > 0 && part is null)
            throw new ArgumentException($"Row {row} ({_names[row]}) has '{name}' in the column {SplitColumnName}, where only 'train', " +
                $"'validation' and 'test' have a meaning. If it means something else, drop it: ml.Transforms.DropColumns(\"{SplitColumnName}\").");
        if (row > 0 && part is null != _given[0] is null)
            throw new ArgumentException(
                $"Some rows have a value in the column {SplitColumnName} and others (such as row {(part is null ? row : 0)}) have none. " +
                $"Fill it in all, or drop it to have the split made: ml.Transforms.DropColumns(\"{SplitColumnName}\").");
        return part;
    }

    private void AddToBatch(ImageSource source)
    {
        _batch.Add(source);
        if (_batch.Count == BatchSize)
            HashBatch();
    }

    private void HashBatch()
    {
        var digests = new string?[_batch.Count];
        Parallel.For(0, digests.Length, i => digests[i] = ImageDigest.Digest(_batch[i]));
        _digests.AddRange(digests);
        _batch.Clear();
    }

    // The label keeps unusable images with different labels apart: they contradict nothing.
    private IReadOnlyList<string> MemoryContents() => [.. _digests.Select((digest, i) => digest ?? $"\0{_labels[i]}")];

    private IReadOnlyList<string> FileContents()
    {
        string[] paths = [.. _names.Select(FullPath)];
        Dictionary<string, string> firsts = ImageDigest.FirstPaths(paths);
        int start = CommonFolderLength(paths);
        return [.. paths.Select((path, i) => firsts.TryGetValue(path, out string? first)
            ? Portable(first, start)
            : $"{Portable(path, start)}\0{_labels[i]}")];
    }

    /// <summary>Names a file by where it lies in the data set, so that the same data set elsewhere is split in the same way.</summary>
    private static string Portable(string path, int start) =>
        Path.IsPathRooted(path) ? path[start..].Replace(Path.DirectorySeparatorChar, '/') : path;

    // Empty names and such that the system cannot have are left: no file is found under them.
    private static string FullPath(string name) =>
        name.Length == 0 || name.Contains('\0', StringComparison.Ordinal) ? name : Path.GetFullPath(name);

    private static int CommonFolderLength(string[] paths)
    {
        string[] files = [.. paths.Where(Path.IsPathRooted)];
        if (files.Length == 0)
            return 0;
        // What the ordinally first and last have in common, all between them have, too.
        string first = files.Min(StringComparer.Ordinal)!, last = files.Max(StringComparer.Ordinal)!;
        int common = first.AsSpan().CommonPrefixLength(last);
        return first.AsSpan(0, common).LastIndexOf(Path.DirectorySeparatorChar) + 1;
    }
}
