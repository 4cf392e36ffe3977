using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Tests.Extraction;

/// <summary>The contract of ML.NET's IRowToRowMapper, which a prediction engine goes through.</summary>
public sealed class RowMapperTests : IDisposable
{
    private readonly TinyExtraction _tiny = new();
    private readonly IRowToRowMapper _mapper;
    private readonly IDataView _source;

    public RowMapperTests()
    {
        _source = _tiny.PathRows(4);
        _mapper = ((ITransformer)_tiny.Estimator().Fit(_source)).GetRowToRowMapper(_source.Schema);
    }

    [Fact]
    public void It_follows_the_row_beneath_it()
    {
        using var reference = new ReferenceNetwork();
        using DataViewRowCursor cursor = _source.GetRowCursor(_source.Schema);
        using DataViewRow row = _mapper.GetRow(cursor, _mapper.OutputSchema);
        var getFeatures = row.GetGetter<VBuffer<float>>(row.Schema["Features"]);
        var getNumber = row.GetGetter<float>(row.Schema["Before"]);
        VBuffer<float> features = default;
        float number = -1;
        for (int i = 0; i < 4; i++)
        {
            Assert.True(cursor.MoveNext());
            getFeatures(ref features);
            getNumber(ref number);
            Assert.Equal((i, cursor.Position), (number, row.Position));
            FeatureAssert.Close(reference.Features(TinyExtraction.Photo(i)), features.GetValues().ToArray());
        }
    }

    [Fact]
    public void Features_depend_on_the_image_alone_and_other_columns_on_themselves()
    {
        DataViewSchema output = _mapper.OutputSchema;
        Assert.Equal(["ImagePath"], _mapper.GetDependencies([output["Features"]]).Select(c => c.Name));
        Assert.Equal(["Label"], _mapper.GetDependencies([output["Label"]]).Select(c => c.Name));
        Assert.Equal(["ImagePath"], _mapper.GetDependencies([output["Features"], output["ImagePath"]]).Select(c => c.Name));
        Assert.Empty(_mapper.GetDependencies([]));
    }

    [Fact]
    public void An_inactive_column_is_refused()
    {
        using DataViewRow row = _mapper.GetRow(_source.GetRowCursor(_source.Schema), [_mapper.OutputSchema["Label"]]);
        Assert.False(row.IsColumnActive(row.Schema["Features"]));
        Assert.Throws<InvalidOperationException>(() => row.GetGetter<VBuffer<float>>(row.Schema["Features"]));
        Assert.Throws<InvalidOperationException>(() => row.GetGetter<float>(row.Schema["Before"]));
    }

    [Fact]
    public void Disposed_it_disposes_the_row_beneath_it()
    {
        var beneath = new NotedRow(_source.Schema);
        _mapper.GetRow(beneath, _mapper.OutputSchema).Dispose();
        Assert.True(beneath.IsDisposed);
    }

    public void Dispose() => _tiny.Dispose();

    private sealed class NotedRow(DataViewSchema schema) : DataViewRow
    {
        public bool IsDisposed { get; private set; }

        public override DataViewSchema Schema => schema;

        public override long Position => 0;

        public override long Batch => 0;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => throw new NotSupportedException();

        public override ValueGetter<DataViewRowId> GetIdGetter() => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
