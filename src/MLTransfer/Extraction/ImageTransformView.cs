using Microsoft.ML;
using MLTransfer.Data;

namespace MLTransfer.Extraction;

/// <summary>A view with columns computed from images, batch by batch, as a cursor moves. Rows with bad images are left out, or fail.</summary>
internal sealed class ImageTransformView(IDataView source, ImageTransform transform) : IDataView
{
    // All cursors over a view must give the same rows, also those that need no image. Known after the first complete pass.
    private HashSet<long>? _badRows;

    /// <summary>False: the images are read ahead by a cursor of their own, which must go through the rows in the same order.</summary>
    public bool CanShuffle => false;

    public DataViewSchema Schema { get; } = transform.OutputSchema(source.Schema);

    public long? GetRowCount() => _badRows is null ? null : source.GetRowCount() - _badRows.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        var passed = needed.Where(c => c.Index < source.Schema.Count).Select(c => source.Schema[c.Index]);
        bool needsImages = needed.Any(c => c.Index >= source.Schema.Count);
        if (!needsImages && _badRows is { } badRows)
            return new ImageTransformCursor(source.GetRowCursor(passed), Schema, needed, transform.Added, badRows);

        // A path costs nothing to read again, and tells whether both cursors are at the same row.
        var images = ImageColumn.Find(source.Schema, transform.ImageColumnName);
        DataViewRowCursor rows = source.GetRowCursor(images.HoldsPaths ? passed.Append(images.Column).DistinctBy(c => c.Index) : passed);
        Func<ImageSource>? imageOfRow = images.HoldsPaths ? transform.CreateImageGetter(rows) : null;
        return new ImageTransformCursor(rows, Schema, needed, transform.Added, ExtractAll(), imageOfRow, transform.BadImages, Complete);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private void Complete(HashSet<long> badRows, long goodRows)
    {
        if (_badRows is null)
            transform.BadImages.Conclude(badRows.Count, badRows.Count + goodRows);
        _badRows = badRows;
    }

    private IEnumerable<ExtractedImage> ExtractAll()
    {
        try
        {
            foreach (ExtractedImage image in transform.Extractor.Extract(
                Images(), source.GetRowCount(), reuse: true, transform.Options.Progress, transform.Options.CancellationToken))
                yield return image;
        }
        finally
        {
            transform.Extractor.ReportCacheProblem(transform.BadImages.Environment);
        }
    }

    private IEnumerable<ImageSource> Images()
    {
        using DataViewRowCursor cursor = source.GetRowCursor([source.Schema[transform.ImageColumnName]]);
        Func<ImageSource> image = transform.CreateImageGetter(cursor);
        while (cursor.MoveNext())
            yield return image();
    }
}
