using Microsoft.ML;
using MLTransfer.Tests.Serving;
using MLTransfer.Training.Torch;
using Onnx;

namespace MLTransfer.Tests.Training;

[Collection("Torch")]
public sealed class Int8TrainingTests : IDisposable
{
    private readonly TinyTraining _tiny = new(perClass: 16);

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void A_classifier_on_int8_features_learns_saves_and_loads_in_either_form_and_in_MLNET_alone()
    {
        ImageTransferTrainer.Options options = _tiny.Options with { Precision = Precision.Int8 };
        using TransferResult result = TransferPipeline.FromFolder(_tiny.PhotoFolder).WithContext(_tiny.ML)
            .Configure(_ => options).Run(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains(_tiny.Log, m => m.Contains("runs in int8", StringComparison.Ordinal));
        Assert.True(result.Test.MicroAccuracy >= .9, $"{result.Test.MicroAccuracy}");
        result.Model.Save(_tiny["model.zip"]);
        result.Model.SaveOnnx(_tiny["model.onnx"]);
        Assert.Contains(ModelProto.Parser.ParseFrom(File.ReadAllBytes(_tiny["model.onnx"])).Graph.Node, n => n.OpType == "QuantizeLinear");

        string[] photos = [.. TintedPhotos.Classes.Select(label => TintedPhotos.WriteSquare(_tiny[$"{label}.png"], label, new Random(1)))];
        using var zip = ImageClassifier.Load(_tiny["model.zip"]);
        using var onnx = ImageClassifier.Load(_tiny["model.onnx"]);
        IReadOnlyList<StockPrediction> stock = StockModel.Predict(_tiny["model.zip"], photos);
        foreach ((int i, string photo) in photos.Index())
        {
            ImagePrediction expected = result.Model.Predict(photo);
            Assert.Equal(expected.Scores, zip.Predict(photo).Scores);
            Assert.Equal(expected.Scores, onnx.Predict(photo).Scores);
            Assert.Equal(expected.Label, stock[i].PredictedLabel);
            Assert.Equal(expected.Probability, stock[i].Score.Max(), .02);
        }
    }

    [Theory]
    [InlineData(Precision.Float16)]
    [InlineData(Precision.BFloat16)]
    [InlineData((Precision)9)]
    public void Other_arithmetic_is_refused(Precision precision)
        => Assert.Contains("Float32 or Int8", Assert.Throws<ArgumentOutOfRangeException>(
            () => _tiny.ML.MulticlassClassification.Trainers.ImageTransfer(_tiny.Options with { Precision = precision })).Message, StringComparison.Ordinal);

    [Fact]
    public void Fine_tuning_learns_above_an_int8_part()
    {
        TorchRuntime.Load();
        ImageTransferTrainer.Options options = _tiny.Options with
        {
            Precision = Precision.Int8,
            Mode = TransferMode.FineTuning,
            UnfreezeFrom = "block1",
            Epoch = 2,
            KeepBest = false,
        };
        using ImageTransferTransformer tuned = _tiny.Fit(options);
        Assert.Contains(_tiny.Log, m => m.Contains("runs in int8", StringComparison.Ordinal));
        Assert.True(tuned.FineTuning!.IsKept);
        GraphProto graph = tuned.ToNetwork().Network.Graph;
        Assert.Contains(graph.Node, n => n.OpType == "QuantizeLinear");
        // What learned is float, under its own name.
        Assert.Contains(graph.Initializer, i => i.Name.EndsWith("block2.weights", StringComparison.Ordinal) && i.DataType == (int)TensorProto.Types.DataType.Float);
        IDataView scored = tuned.Transform(_tiny.Keyed(_tiny.Photos));
        Assert.True(_tiny.ML.MulticlassClassification.Evaluate(scored).MicroAccuracy >= .8);
    }
}
