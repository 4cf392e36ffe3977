using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Tests.Training;

/// <summary>Tinted photos of three classes, a tiny backbone, and a context whose messages are kept: all that a trainer needs.</summary>
internal sealed class TinyTraining : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TinyTraining(int perClass = 12, int seed = 1)
    {
        PhotoFolder = TintedPhotos.Create(_folder, perClass, seed);
        Backbone = TinyNetwork.Backbone(_folder);
        ML.Log += (_, e) =>
        {
            if (e.Source == "MLTransfer")
                Log.Add(e.RawMessage);
        };
        Photos = ML.Data.LoadImageFolder(PhotoFolder);
    }

    public MLContext ML { get; } = new(seed: 1);

    public List<string> Log { get; } = [];

    public string PhotoFolder { get; }

    public Backbone Backbone { get; }

    /// <summary>ImagePath and Label, as text.</summary>
    public IDataView Photos { get; }

    public string this[string relativePath] => _folder[relativePath];

    public ImageTransferTrainer.Options Options => new() { Backbone = Backbone, WorkspacePath = _folder["workspace"] };

    /// <summary>Keys for the labels, the trainer, and text for the predicted keys.</summary>
    public EstimatorChain<ITransformer> Chain(ImageTransferTrainer.Options? options = null)
    {
        options ??= Options;
        return ML.Transforms.Conversion.MapValueToKey(options.LabelColumnName)
            .Append(ML.MulticlassClassification.Trainers.ImageTransfer(options))
            .Append<ITransformer>(ML.Transforms.Conversion.MapKeyToValue("Predicted", options.PredictedLabelColumnName));
    }

    /// <summary>A view with its labels as keys.</summary>
    public IDataView Keyed(IDataView view) => ML.Transforms.Conversion.MapValueToKey("Label").Fit(view).Transform(view);

    /// <summary>Fits the trainer alone to the photos.</summary>
    public ImageTransferTransformer Fit(ImageTransferTrainer.Options? options = null, IDataView? photos = null)
        => ML.MulticlassClassification.Trainers.ImageTransfer(options ?? Options).Fit(Keyed(photos ?? Photos));

    public IDataView View(IEnumerable<TinyRow> rows) => ML.Data.LoadFromEnumerable(rows.ToList());

    public List<TinyRow> Rows() => [.. ML.Data.CreateEnumerable<TinyRow>(Photos, reuseRowObject: false)];

    /// <summary>The share of rows whose text label is the text predicted.</summary>
    public static double Accuracy(IDataView scored, string label = "LabelText")
        => scored.GetColumn<string>(label).Zip(scored.GetColumn<string>("Predicted"), (a, b) => a == b ? 1 : 0).Average();

    public void Dispose() => _folder.Dispose();
}

internal sealed class TinyRow
{
    public string ImagePath { get; set; } = "";

    public string Label { get; set; } = "";
}

internal sealed class TinyPrediction
{
    public float[] Score { get; set; } = [];

    public string Predicted { get; set; } = "";
}
