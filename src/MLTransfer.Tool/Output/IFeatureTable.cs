namespace MLTransfer.Tool.Output;

/// <summary>A kind of file that features go to.</summary>
internal interface IFeatureTable
{
    /// <summary>Writes rows as they come, and returns how many there were.</summary>
    int Write(Stream stream, IEnumerable<FeatureRow> rows, int featureCount);
}

/// <summary>The kinds of <see cref="IFeatureTable"/>.</summary>
internal static class FeatureTable
{
    /// <exception cref="WrongUsageException">There is none for its extension.</exception>
    public static IFeatureTable For(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".csv" => new CsvFeatureTable(),
        ".parquet" => new ParquetFeatureTable(),
        _ => throw new WrongUsageException($"--out: '{path}' must end in .csv or .parquet."),
    };
}
