using Microsoft.ML;
using Microsoft.ML.Data;
using MLTransfer.Data;

namespace MLTransfer.Tests.Data;

public class RowSubsetTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly ImagePart[] _parts = [ImagePart.Train, ImagePart.Test, ImagePart.Test, ImagePart.Validation, ImagePart.Test, ImagePart.Train];

    [Fact]
    public void It_yields_its_rows_with_all_columns_and_known_count()
    {
        IDataView source = Source(6);
        var subset = new RowSubset(source, _parts, ImagePart.Test);
        Assert.Same(source.Schema, subset.Schema);
        Assert.Equal(3, subset.GetRowCount());
        Assert.False(subset.CanShuffle);
        Assert.Equal(["p1", "p2", "p4"], subset.GetColumn<string>("ImagePath"));
        Assert.Equal(["p1", "p2", "p4"], _ml.Data.CreateEnumerable<Photo>(subset, reuseRowObject: true).Select(p => p.ImagePath));
    }

    [Fact]
    public void Its_cursor_counts_positions_ends_and_asks_only_for_needed_columns()
    {
        var subset = new RowSubset(Source(6), _parts, ImagePart.Test);
        using DataViewRowCursor cursor = Assert.Single(subset.GetRowCursorSet([subset.Schema["Label"]], 4));
        Assert.True(cursor.IsColumnActive(subset.Schema["Label"]));
        Assert.False(cursor.IsColumnActive(subset.Schema["ImagePath"]));
        Assert.Equal(-1, cursor.Position);
        var positions = new List<long>();
        while (cursor.MoveNext())
            positions.Add(cursor.Position);
        Assert.Equal([0L, 1L, 2L], positions);
        Assert.Equal(-1, cursor.Position);
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void It_works_under_transforms_caches_and_other_splits()
    {
        var subset = new RowSubset(Source(6), _parts, ImagePart.Test);
        IDataView keyed = _ml.Transforms.Conversion.MapValueToKey("Key", "Label").Fit(subset).Transform(subset);
        Assert.Equal([1u, 2u, 3u], keyed.GetColumn<uint>("Key"));
        Assert.Equal(3, _ml.Data.Cache(keyed).GetColumn<uint>("Key").Count());
        Assert.Equal(3, _ml.Data.ShuffleRows(subset, seed: 1).GetColumn<string>("Label").Count());
        Assert.Equal(2, _ml.Data.TakeRows(subset, 2).GetColumn<string>("Label").Count());
    }

    [Fact]
    public void A_source_that_shrank_is_an_error()
    {
        var subset = new RowSubset(Source(3), _parts, ImagePart.Test);
        Assert.Contains("3 rows now", Assert.Throws<InvalidOperationException>(() => subset.GetColumn<string>("Label").Count()).Message);
        Assert.Empty(new RowSubset(Source(0), [], ImagePart.Test).GetColumn<string>("Label"));
    }

    private IDataView Source(int count) =>
        _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => new Photo { ImagePath = $"p{i}", Label = $"l{i}" }).ToList());
}
