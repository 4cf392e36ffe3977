using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLTransfer.Data;
using MLTransfer.Training;

namespace MLTransfer.Evaluation;

/// <summary>Reads what a classifier said of the images of a view that it transformed.</summary>
/// <param name="view">The view.</param>
/// <param name="labelColumnName">What the images are.</param>
/// <param name="scoreColumnName">The scores of the classes.</param>
internal sealed class ScoreReader(IDataView view, string labelColumnName, string scoreColumnName)
{
    private const string DefaultImageColumnName = "ImagePath";
    private const string SlotNames = "SlotNames";

    /// <summary>The column of paths that images are called by; null: ImagePath where there is one, else they are called by their rows.</summary>
    public string? ImageColumnName { get; init; }

    /// <summary>The folder that relative paths start at; null is the current one.</summary>
    public string? ImageFolder { get; init; }

    /// <summary>
    /// The classes in the order of the scores: what the score column itself says of them, as trained classifiers do, else the keys of the labels.
    /// </summary>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type, or labels and scores do not go together.</exception>
    public LabelKeys FindClasses()
    {
        (DataViewSchema.Column column, int count) = RequireScores();
        if (column.HasSlotNames())
        {
            VBuffer<ReadOnlyMemory<char>> slots = default;
            column.GetSlotNames(ref slots);
            string[] names = [.. slots.DenseValues().Select(n => n.ToString())];
            if (names.Length == count && names.Distinct(StringComparer.Ordinal).Count() == count)
                return LabelKeys.Named(names);
        }

        LabelKeys keys = LabelKeys.Of(view.Schema, labelColumnName);
        return keys.Names.Count == count ? keys : throw Mismatch(count, keys.Names.Count);
    }

    /// <summary>Reads the view once.</summary>
    /// <param name="labels">The classes, in the order of the scores.</param>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type, or there are not as many scores as classes.</exception>
    /// <exception cref="EvaluationDataException">An image has no label, or one that is none of the classes.</exception>
    public ImmutableArray<ScoredImage> Read(LabelKeys labels)
    {
        (DataViewSchema.Column score, int count) = RequireScores();
        if (count != labels.Names.Count)
            throw Mismatch(count, labels.Names.Count);
        DataViewSchema.Column label = view.Schema.Require(labelColumnName, "label");
        ImageColumn? image = FindPaths();
        DataViewSchema.Column[] needed = image is null ? [label, score] : [label, score, image.Column];
        ImmutableArray<ScoredImage>.Builder images = ImmutableArray.CreateBuilder<ScoredImage>();
        using DataViewRowCursor cursor = view.GetRowCursor(needed);
        Func<ImageSource>? path = image?.CreateGetter(cursor, ImageFolder);
        var known = new KnownClass(labels, cursor, label);
        ValueGetter<VBuffer<float>> getScores = cursor.GetGetter<VBuffer<float>>(score);
        VBuffer<float> scores = default;
        while (cursor.MoveNext())
        {
            string name = path?.Invoke().Name ?? $"row {cursor.Position}";
            int index = known.Require(name);
            getScores(ref scores);
            images.Add(new ScoredImage(name, index, [.. scores.DenseValues()], labels.Names));
        }

        return images.ToImmutable();
    }

    private (DataViewSchema.Column Column, int Count) RequireScores()
    {
        DataViewSchema.Column column = view.Schema.Require(scoreColumnName, "score");
        return column.Type is VectorDataViewType { ItemType: NumberDataViewType { RawType: var raw }, Size: > 0 and var size } && raw == typeof(float)
            ? (column, size)
            : throw new ArgumentException(
                $"The score column '{scoreColumnName}' is of type {column.Type}; it must hold a number (float) for every class.", nameof(scoreColumnName));
    }

    private ImageColumn? FindPaths()
    {
        if (ImageColumnName is not null)
            return ImageColumn.Find(view.Schema, ImageColumnName) is { HoldsPaths: true } named ? named : null;
        return view.Schema.GetColumnOrNull(DefaultImageColumnName) is { Type: TextDataViewType } column ? new ImageColumn(column) : null;
    }

    private ArgumentException Mismatch(int scores, int classes)
        => new(
            $"The column '{scoreColumnName}' holds {Quantity.Of(scores, "score")} for {classes} classes of '{labelColumnName}'. " +
            "Use the scores of a classifier that was trained on these classes.", nameof(scores));
}
