using System.Text;

namespace MLTransfer.Tool.Output;

/// <summary>A header, then a row a photo.</summary>
internal sealed class CsvFeatureTable : IFeatureTable
{
    public int Write(Stream stream, IEnumerable<FeatureRow> rows, int featureCount)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true);
        IEnumerable<string> features = Enumerable.Range(0, featureCount).Select(i => $"Feature{i}");
        CsvText.WriteRow(writer, [nameof(FeatureRow.ImagePath), nameof(FeatureRow.Label), nameof(FeatureRow.Split), .. features]);
        int count = 0;
        foreach (FeatureRow row in rows)
        {
            CsvText.WriteRow(writer, [row.ImagePath, row.Label, row.Split, .. row.Features.Select(CsvText.Number)]);
            count++;
        }

        return count;
    }
}
