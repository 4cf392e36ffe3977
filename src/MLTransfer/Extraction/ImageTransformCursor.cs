using Microsoft.ML;
using Microsoft.ML.Data;
using MLTransfer.Data;

namespace MLTransfer.Extraction;

/// <summary>Moves through the rows of a source and the features of their images side by side.</summary>
internal sealed class ImageTransformCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor _rows;
    private readonly IEnumerator<ExtractedImage>? _images;
    private readonly Func<ImageSource>? _imageOfRow;
    private readonly AddedColumns _added;
    private readonly BadImageCollector? _badImages;
    private readonly HashSet<long> _badRows;
    private readonly Action<HashSet<long>, long>? _completed;
    private readonly HashSet<int> _active;
    private float[]? _features;
    private long _position = -1;

    /// <summary>
    /// A cursor over rows and images. At its end it tells <paramref name="completed"/> which rows were bad and how many were good.
    /// <paramref name="imageOfRow"/>, if any, gives the image that belongs to the row, to make sure that it is the one read ahead.
    /// </summary>
    public ImageTransformCursor(
        DataViewRowCursor rows, DataViewSchema schema, IEnumerable<DataViewSchema.Column> active, AddedColumns added,
        IEnumerable<ExtractedImage> images, Func<ImageSource>? imageOfRow, BadImageCollector badImages, Action<HashSet<long>, long> completed)
        : this(rows, schema, active, added, [])
        => (_images, _imageOfRow, _badImages, _completed) = (images.GetEnumerator(), imageOfRow, badImages, completed);

    /// <summary>A cursor that needs no images, as it is known which rows to leave out.</summary>
    public ImageTransformCursor(
        DataViewRowCursor rows, DataViewSchema schema, IEnumerable<DataViewSchema.Column> active, AddedColumns added, HashSet<long> badRows)
    {
        (_rows, Schema, _added, _badRows) = (rows, schema, added, badRows);
        _active = [.. active.Select(c => c.Index)];
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _position;

    public override long Batch => _rows.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => _rows.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

    public override bool MoveNext()
    {
        while (_rows.MoveNext())
        {
            if (!IsGood())
                continue;
            _position++;
            return true;
        }

        // Its last report of progress comes after its last image.
        if (_images?.MoveNext() == true)
            throw new InvalidOperationException("The source gave more rows to the cursor that reads images ahead than to the main one.");
        _completed?.Invoke(_badRows, _position + 1);
        (_features, _position) = (null, -1);
        return false;
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
            throw new InvalidOperationException($"The column '{column.Name}' is not among those that this cursor was asked for.");
        return _added.CreateGetter<TValue>(_rows, column, Features);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _images?.Dispose();
            _rows.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool IsGood()
    {
        if (_images is null)
            return !_badRows.Contains(_rows.Position);
        if (!_images.MoveNext())
            throw new InvalidOperationException("The source gave fewer rows to the cursor that reads images ahead than to the main one.");
        ExtractedImage image = _images.Current;
        string name = _imageOfRow?.Invoke().Name ?? image.Name;
        if (name != image.Name)
            throw new InvalidOperationException("The source gives its rows in another order each time it is read: " +
                $"the same row had '{image.Name}' and then '{name}'. Use a view with a fixed order: of a list, or " +
                "ml.Data.Cache(view, ...) with the names of all columns in use, as those not named are read, and ordered, apart.");
        _features = image.Features;
        if (image.Bad is null)
            return true;
        _badImages!.Add(image.Bad);
        _badRows.Add(_rows.Position);
        return false;
    }

    private float[] Features() => _features ?? throw new InvalidOperationException("The cursor is not at a row.");
}
