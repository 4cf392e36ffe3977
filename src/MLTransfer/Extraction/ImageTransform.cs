using Microsoft.ML;
using MLTransfer.Data;

namespace MLTransfer.Extraction;

/// <summary>All that turns rows with an image column into rows with further columns.</summary>
/// <param name="Extractor">Gives the features of an image, or its pixels.</param>
/// <param name="ImageColumnName">The column with the image.</param>
/// <param name="Added">What is computed from the features.</param>
/// <param name="BadImages">What becomes of bad images.</param>
/// <param name="Options">How extraction goes.</param>
internal sealed record ImageTransform(
    IImageExtractor Extractor, string ImageColumnName, AddedColumns Added, BadImageCollector BadImages, ExtractionOptions Options)
{
    /// <summary>The schema of transformed rows.</summary>
    /// <exception cref="ArgumentException">There is no such image column.</exception>
    public DataViewSchema OutputSchema(DataViewSchema input)
    {
        _ = ImageColumn.Find(input, ImageColumnName);
        return Added.AppendTo(input);
    }

    /// <summary>Gives the image of the current row.</summary>
    public Func<ImageSource> CreateImageGetter(DataViewRow row)
        => ImageColumn.Find(row.Schema, ImageColumnName).CreateGetter(row, Options.ImageFolder);

    /// <summary>The input columns that output columns are made of: a passed one is itself, an added one is the image.</summary>
    public IEnumerable<DataViewSchema.Column> InputColumnsFor(IEnumerable<DataViewSchema.Column> outputColumns, DataViewSchema input)
        => outputColumns.Select(c => c.Index < input.Count ? input[c.Index] : input[ImageColumnName]).DistinctBy(c => c.Index);
}
