using Microsoft.ML;
using Microsoft.ML.Data;
using MLTransfer.Extraction;

namespace MLTransfer;

/// <summary>A transformer that adds columns computed from images.</summary>
public abstract class ImageTransformer : ITransformer, IDisposable
{
    private readonly DataViewSchema.Column _imageColumn;

    private protected ImageTransformer(ImageTransform transform, DataViewSchema.Column imageColumn)
    {
        ImageTransform = transform;
        _imageColumn = imageColumn;
    }

    /// <summary>
    /// The images left out so far, with their reasons: while fitting, and as cursors go over views made by <see cref="Transform"/>.
    /// </summary>
    public IReadOnlyList<BadImage> BadImages => ImageTransform.BadImages.Images;

    bool ITransformer.IsRowToRowMapper => true;

    private protected ImageTransform ImageTransform { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The schema lacks the image column.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => ImageTransform.OutputSchema(inputSchema);

    /// <summary>
    /// The rows with the added columns, computed as a cursor moves. Rows whose image cannot be used are left out or fail, as
    /// the option <c>BadImages</c> says.
    /// </summary>
    /// <param name="input">
    /// A view that yields the same rows in the same order each time it is read, as images are read ahead of the rows they belong to. Where the
    /// images are paths, another order is noticed: the cursor fails with an <see cref="InvalidOperationException"/>.
    /// </param>
    /// <exception cref="ArgumentException">The view lacks the image column.</exception>
    public IDataView Transform(IDataView input) => new ImageTransformView(input, ImageTransform);

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new ImageRowMapper(inputSchema, ImageTransform);

    // ModelSaveContext cannot be written to from outside ML.NET, but its own transformers can.
    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        using StockPipeline pipeline = CreateStockPipeline(_imageColumn);
        pipeline.Transformer.Save(ctx);
    }

    /// <summary>Frees the network.</summary>
    public void Dispose()
    {
        ImageTransform.Extractor.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The same transformation out of ML.NET's own transformers.</summary>
    private protected abstract StockPipeline CreateStockPipeline(DataViewSchema.Column imageColumn);
}
