using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Data;

/// <summary>
/// The rows of a view that are in one part. Nothing is copied: each pass runs over the source and skips the others, whose values
/// are never asked for. The source has to yield the same rows in the same order every time, and so it is never shuffled:
/// a row is known by its position only.
/// </summary>
internal sealed class RowSubset : IDataView
{
    private readonly IDataView _source;
    private readonly ImagePart[] _parts;
    private readonly ImagePart _part;

    /// <param name="source">The view.</param>
    /// <param name="parts">The part of every row of it; shared by the subsets of a split.</param>
    /// <param name="part">The part that this subset is.</param>
    public RowSubset(IDataView source, ImagePart[] parts, ImagePart part)
    {
        (_source, _parts, _part) = (source, parts, part);
        Count = parts.LongCount(p => p == part);
    }

    public long Count { get; }

    /// <summary>False, see above; whoever needs a random order (a trainer does) shuffles what it reads.</summary>
    public bool CanShuffle => false;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount() => Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, _source.GetRowCursor(columnsNeeded));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded)];

    private sealed class Cursor(RowSubset subset, DataViewRowCursor source) : DataViewRowCursor
    {
        private long _position = -1;
        private long _row = -1;
        private bool _isOver;

        public override long Position => _position;

        public override long Batch => source.Batch;

        public override DataViewSchema Schema => subset.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => source.IsColumnActive(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => source.GetGetter<TValue>(column);

        public override bool MoveNext()
        {
            // After the last row of the part nothing is left to be read, however long the source.
            while (!_isOver && _position + 1 < subset.Count)
            {
                if (!source.MoveNext())
                    throw new InvalidOperationException(
                        $"The view that was split has {Quantity.Of(_row + 1, "row")} now, and had {subset._parts.Length}. Split it again.");
                if (subset._parts[++_row] == subset._part)
                {
                    _position++;
                    return true;
                }
            }
            _isOver = true;
            _position = -1;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                source.Dispose();
            base.Dispose(disposing);
        }
    }
}
