using Parquet;
using Parquet.Schema;

namespace MLTransfer.Tool.Output;

/// <summary>Three columns of text, and one with a list of float.</summary>
internal sealed class ParquetFeatureTable : IFeatureTable
{
    // What is in memory at once: 2,048 floats a row make 8 MB.
    private const int RowsPerGroup = 1024;

    private readonly DataField<string> _path = new(nameof(FeatureRow.ImagePath), nullable: false);
    private readonly DataField<string> _label = new(nameof(FeatureRow.Label), nullable: false);
    private readonly DataField<string> _split = new(nameof(FeatureRow.Split), nullable: false);
    private readonly DataField<float> _item = new("item", nullable: false);

    public int Write(Stream stream, IEnumerable<FeatureRow> rows, int featureCount)
        => Task.Run(() => WriteAsync(stream, rows)).GetAwaiter().GetResult();

    private async Task<int> WriteAsync(Stream stream, IEnumerable<FeatureRow> rows)
    {
        int count = 0;
        var schema = new ParquetSchema(_path, _label, _split, new ListField(nameof(FeatureRow.Features), _item));
        ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            foreach (FeatureRow[] group in rows.Chunk(RowsPerGroup))
            {
                using ParquetRowGroupWriter columns = writer.CreateRowGroup();
                await WriteGroup(columns, group).ConfigureAwait(false);
                count += group.Length;
            }
        }

        return count;
    }

    private async Task WriteGroup(ParquetRowGroupWriter columns, FeatureRow[] rows)
    {
        await columns.WriteAsync(_path, [.. rows.Select(r => r.ImagePath)]).ConfigureAwait(false);
        await columns.WriteAsync(_label, [.. rows.Select(r => r.Label)]).ConfigureAwait(false);
        await columns.WriteAsync(_split, [.. rows.Select(r => r.Split)]).ConfigureAwait(false);
        float[] values = [.. rows.SelectMany(r => r.Features)];
        // Nothing is null, neither lists nor what is in them; 0 where a list begins, 1 where it goes on.
        int[] definitions = [.. Enumerable.Repeat(_item.MaxDefinitionLevel, values.Length)];
        int[] repetitions = [.. rows.SelectMany(r => r.Features.Select((_, i) => i == 0 ? 0 : 1))];
        await columns.WriteAllPartsAsync<float>(_item, values, definitions, repetitions, CancellationToken.None).ConfigureAwait(false);
    }
}
