using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Tests.Serving;

/// <summary>A saved .zip in ML.NET alone, as a program without this library would use it.</summary>
internal static class StockModel
{
    public static IReadOnlyList<StockPrediction> Predict(string zip, IEnumerable<string> photos)
    {
        var ml = new MLContext();
        ITransformer model = ml.Model.Load(zip, out DataViewSchema schema);
        Assert.Equal(["ImagePath"], schema.Select(c => c.Name));
        using var engine = ml.Model.CreatePredictionEngine<StockPhoto, StockPrediction>(model);
        return [.. photos.Select(photo => engine.Predict(new StockPhoto { ImagePath = photo }))];
    }
}

internal sealed class StockPhoto
{
    public string ImagePath { get; set; } = "";
}

internal sealed class StockPrediction
{
    public string PredictedLabel { get; set; } = "";

    [VectorType]
    public float[] Score { get; set; } = [];
}
