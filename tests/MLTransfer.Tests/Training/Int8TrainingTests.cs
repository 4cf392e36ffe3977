using Google.Protobuf;
using Microsoft.ML;
using MLTransfer.Extraction;
using MLTransfer.Networks;
using MLTransfer.Tests.Networks.Quantisation;
using MLTransfer.Tests.Serving;
using MLTransfer.Training;
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
    public void Left_alone_it_is_int8_where_there_are_images_enough_and_the_processor_has_instructions_for_it()
    {
        using var many = new TinyTraining(perClass: 43);
        using ImageTransferTransformer few = _tiny.Fit(_tiny.Options with { Precision = Precision.Auto });
        using ImageTransferTransformer chosen = many.Fit(many.Options with { Precision = Precision.Auto });
        Assert.Null(few.Quantisation);
        Assert.Equal(Int8Network.IsFast, chosen.Quantisation is { IsUsed: true });
        Assert.Equal(Int8Network.IsFast ? 3 : 0, QuantisedSketch.Int8Weights(chosen.ToNetwork().Network));
    }

    [Fact]
    public void Fine_tuning_learns_above_an_int8_part()
    {
        TorchRuntime.Load();
        using ImageTransferTransformer tuned = _tiny.Fit(Tuning);
        Assert.Contains(_tiny.Log, m => m.Contains("runs in int8", StringComparison.Ordinal));
        Assert.True(tuned.FineTuning!.IsKept);
        GraphProto graph = tuned.ToNetwork().Network.Graph;
        Assert.Contains(graph.Node, n => n.OpType == "QuantizeLinear");
        // What learned is float, under its own name.
        Assert.Contains(graph.Initializer, i => i.Name.EndsWith("block2.weights", StringComparison.Ordinal) && i.DataType == (int)TensorProto.Types.DataType.Float);
        IDataView scored = tuned.Transform(_tiny.Keyed(_tiny.Photos));
        Assert.True(_tiny.ML.MulticlassClassification.Evaluate(scored).MicroAccuracy >= .8);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Where_tuning_leads_nowhere_the_model_is_the_one_of_feature_extraction_in_int8(int hiddenUnits)
    {
        TorchRuntime.Load();
        Head head = hiddenUnits > 0 ? Head.Mlp(hiddenUnits) : Head.Linear;
        using ImageTransferTransformer kept = _tiny.Fit(Tuning with { Head = head, LearningRate = 1e30f });
        Assert.False(kept.FineTuning!.IsKept);
        Assert.Equal(0, kept.FineTuning.BestEpoch);
        using ImageTransferTransformer extraction = _tiny.Fit(Tuning with { Head = head, Mode = TransferMode.FeatureExtraction, UnfreezeFrom = null, Epoch = null });
        Assert.Equal(extraction.ToNetwork().Network.ToByteArray(), kept.ToNetwork().Network.ToByteArray());
        Assert.Equal(3, QuantisedSketch.Int8Weights(kept.ToNetwork().Network));
    }

    [Fact]
    public void The_model_before_tuning_predicts_with_the_features_that_its_head_was_trained_on()
    {
        TorchRuntime.Load();
        IDataView photos = _tiny.Keyed(_tiny.Photos);
        using var session = new TrainingSession(_tiny.ML, Tuning, photos.Schema);
        FeatureSet train = session.ReadTrainingSet(photos, null);
        TrainedHead head = session.TrainHead(train, null);
        using ImageTransferTransformer before = session.Finish(head, null);
        using var extractor = new FeatureExtractor(session.CandidateOf(head, null).Features, _tiny.Options with { Cache = false });
        Assert.Null(extractor.Network.Tap);
        Assert.Equal(train.Features, train.Items.Select(i => extractor.ExtractOne(i.Source)));
        Assert.Same(train, session.FeaturesFor(session.CandidateOf(head, null), train));
        float[] expected = head.Head.Logits(train.Features[0]);
        Assert.Equal(expected.ToList().IndexOf(expected.Max()), IndexOfLargest(before, train.Names[0]));
    }

    [Fact]
    public void What_is_tuned_is_float_above_the_frozen_part_and_below_it_what_gave_the_features()
    {
        TorchRuntime.Load();
        IDataView photos = _tiny.Keyed(_tiny.Photos);
        using var session = new TrainingSession(_tiny.ML, Tuning, photos.Schema);
        FeatureSet train = session.ReadTrainingSet(photos, null);
        TrainedHead head = session.TrainHead(train, null);
        Candidate before = session.CandidateOf(head, null), after = session.FineTune(head).Candidate;
        Assert.Equal(NetworkSlice.Below(before.Features.Network, "block1"), NetworkSlice.Below(after.Features.Network, "block1"));
        Assert.Equal((3, 2), (QuantisedSketch.Int8Weights(before.Features.Network), QuantisedSketch.Int8Weights(after.Features.Network)));

        GraphProto start = Above(ImageNetwork.OfFeatures(_tiny.Backbone, null, FeaturePooling.Average).Network), tuned = Above(after.Features.Network);
        Assert.Equal(start.Node, tuned.Node);
        Assert.Equal(start.Initializer.Select(i => i.Name), tuned.Initializer.Select(i => i.Name));
        TensorProto weights = tuned.Initializer.Single(i => i.Name.EndsWith("block2.weights", StringComparison.Ordinal));
        Assert.NotEqual(start.Initializer.Single(i => i.Name == weights.Name), weights);

        // Measured on the activations of the int8 network, it gives what it gives for the photos themselves.
        using var extractor = new FeatureExtractor(after.Features, _tiny.Options with { Cache = false });
        FeatureSet measured = session.FeaturesFor(after, train);
        Assert.All(train.Items.Zip(measured.Features), pair => Assert.InRange(Cosine.Of(extractor.ExtractOne(pair.First.Source), pair.Second), 1 - 1e-6, 1 + 1e-6));

        static GraphProto Above(ModelProto network) => NetworkSlice.Above(network, "block1", [6, 16, 16], TensorNames.Features).Graph;
    }

    private ImageTransferTrainer.Options Tuning => _tiny.Options with
    {
        Precision = Precision.Int8,
        Mode = TransferMode.FineTuning,
        UnfreezeFrom = "block1",
        Epoch = 2,
        KeepBest = false,
    };

    private static int IndexOfLargest(ImageTransferTransformer model, string photo)
    {
        using var classifier = ImageClassifier.From(model);
        return classifier.Predict(photo).Scores.Values.Index().MaxBy(s => s.Item).Index;
    }
}
