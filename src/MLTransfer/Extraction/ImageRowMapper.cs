using Microsoft.ML;
using Microsoft.ML.Data;
using MLTransfer.Data;

namespace MLTransfer.Extraction;

/// <summary>Maps one row at a time: what a PredictionEngine uses. A bad image is an error here, as there is no row to leave out.</summary>
internal sealed class ImageRowMapper(DataViewSchema inputSchema, ImageTransform transform) : IRowToRowMapper
{
    public DataViewSchema InputSchema => inputSchema;

    public DataViewSchema OutputSchema { get; } = transform.OutputSchema(inputSchema);

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
        => transform.InputColumnsFor(dependingColumns, InputSchema);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
        => new MappedRow(input, OutputSchema, transform, activeColumns);

    private sealed class MappedRow : DataViewRow
    {
        private readonly DataViewRow _input;
        private readonly HashSet<int> _active;
        private readonly ImageTransform _transform;
        private Func<ImageSource>? _image;
        private float[]? _features;
        private long _featuresPosition = -1;

        public MappedRow(DataViewRow input, DataViewSchema schema, ImageTransform transform, IEnumerable<DataViewSchema.Column> active)
        {
            _input = input;
            _transform = transform;
            _active = [.. active.Select(c => c.Index)];
            Schema = schema;
        }

        public override DataViewSchema Schema { get; }

        public override long Position => _input.Position;

        public override long Batch => _input.Batch;

        public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
                throw new InvalidOperationException($"The column '{column.Name}' is not among those that this row was asked for.");
            return _transform.Added.CreateGetter<TValue>(_input, column, Features);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _input.Dispose();
            base.Dispose(disposing);
        }

        private float[] Features()
        {
            _image ??= _transform.CreateImageGetter(_input);
            if (_features is null || _featuresPosition != Position)
            {
                _features = _transform.Extractor.ExtractOne(_image());
                _featuresPosition = Position;
            }

            return _features;
        }
    }
}
