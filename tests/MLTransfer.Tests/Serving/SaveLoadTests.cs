using Microsoft.ML;
using MLTransfer.Networks;
using MLTransfer.Training;

namespace MLTransfer.Tests.Serving;

public class SaveLoadTests(TrainedClassifier trained) : IClassFixture<TrainedClassifier>
{
    private static readonly string[] OddLabels = ["across, \"down\"\r\n\t\\ </a>", "  ünïcödé 猫 🐈 ‮rtl ", "{\"a\":[1,2]}\u0001é"];

    [Fact]
    public void A_zip_predicts_what_the_trained_classifier_does() => AssertSame(trained.Zip);

    [Fact]
    public void An_ONNX_file_predicts_what_the_trained_classifier_does() => AssertSame(trained.Onnx);

    [Fact]
    public void The_content_decides_and_not_the_extension()
    {
        using var folder = new TemporaryFolder();
        File.Copy(trained.Zip, folder["model.onnx"]);
        File.Copy(trained.Onnx, folder["model"]);
        AssertSame(folder["model.onnx"]);
        AssertSame(folder["model"]);
    }

    [Fact]
    public void What_was_loaded_can_be_saved_again_in_either_form()
    {
        using var folder = new TemporaryFolder();
        using (var fromZip = ImageClassifier.Load(trained.Zip))
            fromZip.SaveOnnx(folder["1.onnx"]);
        using (var fromOnnx = ImageClassifier.Load(folder["1.onnx"]))
            fromOnnx.Save(folder["2.zip"]);
        using (var fromZip = ImageClassifier.Load(folder["2.zip"]))
            fromZip.SaveOnnx(folder["3.onnx"]);
        AssertSame(folder["3.onnx"]);
        // Nothing is added on the way.
        Assert.Equal(File.ReadAllBytes(folder["1.onnx"]).Length, File.ReadAllBytes(folder["3.onnx"]).Length);
    }

    [Fact]
    public void What_MLNET_saved_of_a_trained_pipeline_loads_too()
    {
        using var folder = new TemporaryFolder();
        var ml = new MLContext(seed: 1);
        IDataView photos = ml.Data.LoadImageFolder(Path.GetDirectoryName(Path.GetDirectoryName(trained.Photos[0]))!);
        ITransformer pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.MulticlassClassification.Trainers.ImageTransfer(new ImageTransferTrainer.Options
            {
                Backbone = TinyNetwork.Backbone(folder),
                WorkspacePath = folder["workspace"],
            }))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(photos);
        ml.Model.Save(pipeline, photos.Schema, folder["pipeline.zip"]);

        using var model = ImageClassifier.Load(folder["pipeline.zip"]);
        foreach (Row row in ml.Data.CreateEnumerable<Row>(pipeline.Transform(photos), reuseRowObject: false))
        {
            ImagePrediction prediction = model.Predict(row.ImagePath);
            Assert.Equal(row.PredictedLabel, prediction.Label);
            Assert.All(row.Score.Zip(prediction.Scores.Values), s => Assert.Equal(s.First, s.Second, PredictionAssert.Tolerance));
        }
    }

    [Fact]
    public void Labels_of_odd_characters_survive_in_both_forms_and_in_MLNET()
    {
        using var folder = new TemporaryFolder();
        using ImageClassifier odd = WithLabels(OddLabels);
        odd.Save(folder["odd.zip"]);
        odd.SaveOnnx(folder["odd.onnx"]);
        foreach (string file in new[] { "odd.zip", "odd.onnx" })
        {
            using var model = ImageClassifier.Load(folder[file]);
            Assert.Equal(OddLabels, model.Labels);
            PredictionAssert.Same(trained.Photos.Select(odd.Predict), trained.Photos.Select(model.Predict));
        }

        IReadOnlyList<StockPrediction> stock = StockModel.Predict(folder["odd.zip"], trained.Photos);
        Assert.All(stock, p => Assert.Contains(p.PredictedLabel, OddLabels));
        Assert.Equal(OddLabels.Order(), stock.Select(p => p.PredictedLabel).Distinct().Order());
    }

    [Fact]
    public void The_resize_policy_is_saved()
    {
        using var zip = ImageClassifier.Load(trained.Zip);
        using var onnx = ImageClassifier.Load(trained.Onnx);
        Assert.Equal([TinyNetwork.Resize, TinyNetwork.Resize], [zip.Resize, onnx.Resize]);
    }

    private void AssertSame(string file)
    {
        using var model = ImageClassifier.Load(file);
        Assert.Equal(trained.Model.Labels, model.Labels);
        PredictionAssert.Same(trained.Photos.Select(trained.Model.Predict), trained.Photos.Select(model.Predict));
    }

    private ImageClassifier WithLabels(string[] labels)
    {
        ClassifierNetwork network = trained.Transformer.ToNetwork();
        var head = new LinearHead(trained.Transformer.Head.Weights, trained.Transformer.Head.Bias);
        var features = network.Computing(TensorNames.Features) with { Network = NetworkSlice.Below(network.Network, TensorNames.Features) };
        return new ImageClassifier(ClassifierNetwork.Create(features, head, labels, network.Background), new ExtractionOptions());
    }

    private sealed class Row
    {
        public string ImagePath { get; set; } = "";

        public string PredictedLabel { get; set; } = "";

        public float[] Score { get; set; } = [];
    }
}
