using Microsoft.ML;

namespace QuickStart;

/// <summary>The saved .zip in ML.NET alone. Nothing in this file needs MLTransfer, so it could be in an application that does not have it.</summary>
internal sealed class StockClassifier : IDisposable
{
    private readonly PredictionEngine<Input, Output> _engine;

    public StockClassifier(MLContext ml, string zip)
        => _engine = ml.Model.CreatePredictionEngine<Input, Output>(ml.Model.Load(zip, out _));

    public Output Predict(string path) => _engine.Predict(new Input { ImagePath = path });

    public void Dispose() => _engine.Dispose();

    internal sealed class Input
    {
        public string ImagePath { get; set; } = "";
    }

    internal sealed class Output
    {
        public string PredictedLabel { get; set; } = "";

        /// <summary>The probability of every class.</summary>
        public float[] Score { get; set; } = [];
    }
}
