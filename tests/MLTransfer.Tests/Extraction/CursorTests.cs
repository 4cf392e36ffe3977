using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Tests.Extraction;

public sealed class CursorTests : IDisposable
{
    private static readonly int[] Bad = [0, 3, 4, 11, 29];
    private readonly TinyExtraction _tiny = new();
    private readonly IDataView _source;
    private readonly IDataView _view;
    private readonly Dictionary<float, float[]> _expected = [];

    public CursorTests()
    {
        _source = _tiny.PathRows(30, Bad);
        _view = _tiny.Estimator().Fit(_source).Transform(_source);
        using var reference = new ReferenceNetwork();
        foreach (int i in Enumerable.Range(0, 30).Except(Bad))
            _expected[i] = reference.Features(TinyExtraction.Photo(i));
    }

    [Fact]
    public void Every_row_keeps_its_own_features_and_columns_where_bad_ones_are_left_out()
    {
        List<FeaturesRow> rows = AssertRight(_view);
        Assert.Equal(_expected.Keys, rows.Select(r => r.Before));
        Assert.All(rows, r => Assert.Equal(_tiny.Folder[$"{r.Before:000}.png"], r.ImagePath));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_cursor_that_needs_no_image_gives_the_same_rows(bool afterAFirstPass)
    {
        if (afterAFirstPass)
            AssertRight(_view);
        Assert.Equal(_expected.Keys, _view.Numbers());
        Assert.Equal(_expected.Keys, _view.Numbers());
        Assert.Equal(25, _view.GetRowCount());
        using DataViewRowCursor cursor = _view.GetRowCursor([]);
        int count = 0;
        while (cursor.MoveNext())
            count++;
        Assert.Equal(25, count);
    }

    [Fact]
    public void The_number_of_rows_is_unknown_until_the_bad_ones_are_known()
    {
        Assert.Null(_view.GetRowCount());
        Assert.Equal(10, _tiny.ML.Data.TakeRows(_view, 10).Numbers().Length);
        Assert.Null(_view.GetRowCount());
    }

    [Fact]
    public void Positions_count_up_from_zero_and_are_minus_one_outside()
    {
        using DataViewRowCursor cursor = _view.GetRowCursor(_view.Schema);
        Assert.Equal(-1, cursor.Position);
        for (int i = 0; i < 25; i++)
        {
            Assert.True(cursor.MoveNext());
            Assert.Equal(i, cursor.Position);
        }

        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void Ids_are_those_of_the_source()
    {
        Assert.Equal(Ids(_source).Where((_, i) => !Bad.Contains(i)), Ids(_view));

        static List<DataViewRowId> Ids(IDataView view)
        {
            using DataViewRowCursor cursor = view.GetRowCursor([]);
            ValueGetter<DataViewRowId> get = cursor.GetIdGetter();
            var ids = new List<DataViewRowId>();
            while (cursor.MoveNext())
            {
                DataViewRowId id = default;
                get(ref id);
                ids.Add(id);
            }

            return ids;
        }
    }

    [Fact]
    public void A_cursor_with_a_random_number_generator_and_a_set_of_cursors_give_the_same_rows()
    {
        Assert.Equal(_expected.Keys.Order(), Numbers(_view.GetRowCursor(_view.Schema, new Random(1))).Order());
        Assert.Equal(_expected.Keys.Order(), _view.GetRowCursorSet(_view.Schema, 4, new Random(1)).SelectMany(Numbers).Order());
        AssertRight(_tiny.ML.Data.ShuffleRows(_view, seed: 1));
        IDataView shuffledBefore = _tiny.ML.Data.ShuffleRows(_source, seed: 1);
        Assert.Equal(25, AssertRight(_tiny.Estimator().Fit(_source).Transform(shuffledBefore)).Count);

        static List<float> Numbers(DataViewRowCursor cursor)
        {
            using (cursor)
            {
                ValueGetter<float> get = cursor.GetGetter<float>(cursor.Schema["Before"]);
                var numbers = new List<float>();
                while (cursor.MoveNext())
                {
                    float number = 0;
                    get(ref number);
                    numbers.Add(number);
                }

                return numbers;
            }
        }
    }

    [Fact]
    public void Rows_can_be_taken_skipped_filtered_and_cached_above_and_below()
    {
        DataOperationsCatalog data = _tiny.ML.Data;
        Assert.Equal([1, 2, 5, 6], AssertRight(data.TakeRows(_view, 4)).Select(r => r.Before));
        Assert.Equal([.. _expected.Keys.Skip(20)], AssertRight(data.SkipRows(_view, 20)).Select(r => r.Before));
        Assert.Equal([10, 12, 13], AssertRight(data.FilterRowsByColumn(_view, "Before", 10, 14)).Select(r => r.Before));
        IDataView cached = data.Cache(_view);
        Assert.Equal(_expected.Keys, AssertRight(cached).Select(r => r.Before));
        Assert.Equal(_expected.Keys, AssertRight(cached).Select(r => r.Before));

        IDataView below = data.FilterRowsByColumn(data.SkipRows(data.Cache(_source), 2), "Before", 3, 9);
        Assert.Equal([5, 6, 7, 8], AssertRight(_tiny.Estimator().Fit(below).Transform(below)).Select(r => r.Before));
    }

    [Fact]
    public void Two_cursors_at_once_do_not_disturb_each_other()
    {
        using IEnumerator<FeaturesRow> one = Rows(_view).GetEnumerator(), two = Rows(_view).GetEnumerator();
        while (one.MoveNext())
        {
            // The other starts over once and falls behind.
            if (one.Current.Before % 2 == 0)
                Assert.True(two.MoveNext());
            FeatureAssert.Close(_expected[one.Current.Before], one.Current.Features);
        }

        FeatureAssert.Close(_expected[two.Current.Before], two.Current.Features);
        Parallel.For(0, 4, _ => Assert.Equal(25, AssertRight(_view).Count));
    }

    [Fact]
    public void A_cursor_disposed_in_the_middle_leaves_the_view_as_it_was()
    {
        foreach (int steps in (int[])[0, 1, 10])
        {
            DataViewRowCursor cursor = _view.GetRowCursor(_view.Schema);
            for (int i = 0; i < steps; i++)
                cursor.MoveNext();
            cursor.Dispose();
            cursor.Dispose();
        }

        Assert.Equal(25, AssertRight(_view).Count);
    }

    [Fact]
    public void Values_outside_a_row_and_inactive_columns_are_refused()
    {
        using DataViewRowCursor cursor = _view.GetRowCursor([_view.Schema["Features"]]);
        Assert.True(cursor.IsColumnActive(_view.Schema["Features"]));
        Assert.False(cursor.IsColumnActive(_view.Schema["Before"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(_view.Schema["Before"]));
        ValueGetter<VBuffer<float>> get = cursor.GetGetter<VBuffer<float>>(_view.Schema["Features"]);
        VBuffer<float> features = default;
        Assert.Throws<InvalidOperationException>(() => get(ref features));
        while (cursor.MoveNext())
            get(ref features);
        Assert.Throws<InvalidOperationException>(() => get(ref features));
        FeatureAssert.Close(_expected[28], features.GetValues().ToArray());
    }

    [Theory]
    [InlineData("Features")]
    [InlineData("Features", "Before")]
    [InlineData("ImagePath", "Features", "Before")]
    [InlineData("Before")]
    public void A_source_in_another_order_each_time_is_refused_whatever_columns_are_needed(params string[] columns)
    {
        IDataView view = _tiny.Estimator().Fit(_source).Transform(Rotating());
        using DataViewRowCursor cursor = view.GetRowCursor(columns.Select(c => view.Schema[c]));
        string message = Assert.Throws<InvalidOperationException>(() =>
        {
            while (cursor.MoveNext())
            {
            }
        }).Message;
        Assert.Contains("in another order each time", message);
        Assert.Contains("ml.Data.Cache(view, ...)", message);
    }

    [Theory]
    [InlineData("Features")]
    [InlineData("Features", "Before")]
    [InlineData("ImagePath", "Features", "Before")]
    public void A_source_in_a_fixed_order_is_not_refused_whatever_columns_are_needed(params string[] columns)
    {
        // A cache with all its columns named is the way out that the message shows.
        IDataView cached = _tiny.ML.Data.Cache(Rotating(), "ImagePath", "Before");
        foreach (IDataView source in (IDataView[])[_source, cached])
        {
            IDataView view = _tiny.Estimator().Fit(_source).Transform(source);
            using DataViewRowCursor cursor = view.GetRowCursor(columns.Select(c => view.Schema[c]));
            Assert.Equal(columns.Contains("ImagePath"), cursor.IsColumnActive(view.Schema["ImagePath"]));
            int count = 0;
            while (cursor.MoveNext())
                count++;
            Assert.Equal(25, count);
            AssertRight(view);
        }
    }

    public void Dispose() => _tiny.Dispose();

    /// <summary>The rows of the source, rotated by one more each time they are read.</summary>
    private IDataView Rotating()
    {
        PathRow[] rows = [.. _tiny.ML.Data.CreateEnumerable<PathRow>(_source, reuseRowObject: false)];
        int times = 0;
        return _tiny.ML.Data.LoadFromEnumerable(Rotated());

        IEnumerable<PathRow> Rotated()
        {
            int start = Interlocked.Increment(ref times);
            for (int i = 0; i < rows.Length; i++)
                yield return rows[(start + i) % rows.Length];
        }
    }

    private IEnumerable<FeaturesRow> Rows(IDataView view) => _tiny.ML.Data.CreateEnumerable<FeaturesRow>(view, reuseRowObject: false);

    private List<FeaturesRow> AssertRight(IDataView view)
    {
        List<FeaturesRow> rows = _tiny.FeaturesRows(view);
        Assert.NotEmpty(rows);
        Assert.All(rows, r => FeatureAssert.Close(_expected[r.Before], r.Features));
        return rows;
    }
}
