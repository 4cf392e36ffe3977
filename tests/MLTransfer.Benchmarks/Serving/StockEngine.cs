using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Benchmarks.Serving;

/// <summary>A saved classifier in ML.NET alone: its PredictionEngine, as its documentation has it.</summary>
internal sealed class StockEngine : IDisposable
{
    private readonly ITransformer _model;
    private readonly PredictionEngine<Photo, Prediction> _engine;

    public StockEngine(string zip)
    {
        var ml = new MLContext();
        _model = ml.Model.Load(zip, out _);
        _engine = ml.Model.CreatePredictionEngine<Photo, Prediction>(_model);
    }

    public string Predict(string path) => _engine.Predict(new Photo { ImagePath = path }).PredictedLabel;

    public void Dispose()
    {
        _engine.Dispose();
        (_model as IDisposable)?.Dispose();
    }

    private sealed class Photo
    {
        public string ImagePath { get; set; } = "";
    }

    private sealed class Prediction
    {
        public string PredictedLabel { get; set; } = "";

        [VectorType]
        public float[] Score { get; set; } = [];
    }
}
