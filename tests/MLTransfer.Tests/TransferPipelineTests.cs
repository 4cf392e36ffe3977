using Microsoft.ML;
using Microsoft.ML.Data;
using MLTransfer.Tests.Training;

namespace MLTransfer.Tests;

public sealed class TransferPipelineTests : IDisposable
{
    private readonly TinyTraining _tiny = new(perClass: 20);

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void A_folder_becomes_a_trained_and_measured_classifier()
    {
        using TransferResult result = Run(Pipeline());
        Assert.True(result.HasValidation && result.HasTest);
        Assert.Equal(TintedPhotos.Classes, result.Model.Labels);
        Assert.True(result.Test.MicroAccuracy > .8, $"{result.Test.MicroAccuracy}");
        Assert.Equal(60, result.Transformer.TrainingImageCount + result.Validation.ImageCount + result.Test.ImageCount);
        Assert.Empty(result.BadImages);
        string photo = _tiny.Rows()[^1].ImagePath;
        Assert.Equal("red", result.Model.Predict(photo).Label);
    }

    [Fact]
    public void The_metrics_are_those_of_the_model_on_the_test_set()
    {
        using TransferResult result = Run(Pipeline());
        IDataView test = _tiny.ML.Data.SplitImages(_tiny.Photos).Test;
        float[] Scores(ImagePrediction p) => [.. result.Model.Labels.Select(l => p.Scores[l])];
        float[][] scores = [.. test.GetColumn<string>("ImagePath").Select(p => Scores(result.Model.Predict(p)))];
        int[] labels = [.. test.GetColumn<string>("Label").Select(l => result.Model.Labels.ToList().IndexOf(l))];
        Assert.Equal(scores.Zip(labels, (s, l) => -Math.Log(s[l])).Average(), result.Test.LogLoss, 1e-4);
        Assert.Equal(scores.Zip(labels, (s, l) => s[l] == s.Max() ? 1.0 : 0).Average(), result.Test.MicroAccuracy, 1e-9);
        Assert.Equal([3, 3, 3], result.Test.PerClass.Select(c => c.Support));
    }

    [Fact]
    public void Two_runs_give_the_same_classifier_bit_for_bit()
    {
        using TransferResult first = Run(Pipeline()), second = Run(Pipeline());
        Assert.Equal(first.Transformer.Head.Weights, second.Transformer.Head.Weights);
        Assert.Equal(first.Test.LogLoss, second.Test.LogLoss);
    }

    [Fact]
    public void A_text_file_of_relative_paths_does_as_well()
    {
        string csv = _tiny["photos.csv"];
        File.WriteAllLines(csv, ["kind,file", .. _tiny.Rows().Select(r => $"{r.Label},{Path.GetRelativePath(_tiny.PhotoFolder, r.ImagePath)}")]);
        IDataView table = _tiny.ML.Data.LoadFromTextFile(
            csv, [new TextLoader.Column("Kind", DataKind.String, 0), new TextLoader.Column("File", DataKind.String, 1)], separatorChar: ',', hasHeader: true);
        using TransferResult result = Run(TransferPipeline.FromData(table, "File", "Kind")
            .Configure(o => Small(o) with { ImageFolder = _tiny.PhotoFolder }).ExtractFeatures(_tiny.Backbone));
        using TransferResult expected = Run(Pipeline());
        Assert.Equal(expected.Transformer.Labels, result.Transformer.Labels);
        Assert.Equal(60, result.Transformer.TrainingImageCount + result.Validation.ImageCount + result.Test.ImageCount);
        Assert.True(result.Test.MicroAccuracy > .8);
    }

    [Fact]
    public void Labels_may_be_numbers_or_keys()
    {
        IDataView numbers = _tiny.ML.Data.LoadFromEnumerable(_tiny.Rows().Select(r => new { r.ImagePath, Label = r.Label.Length }).ToList());
        foreach (IDataView view in new[] { numbers, _tiny.Keyed(numbers) })
        {
            using TransferResult result = Run(TransferPipeline.FromData(view).ExtractFeatures(_tiny.Backbone).Configure(Small));
            Assert.Equal(["3", "4", "5"], result.Model.Labels.Order());
            Assert.True(result.Test.MicroAccuracy > .8);
        }
    }

    [Fact]
    public void The_shares_are_those_of_Split()
    {
        using TransferResult result = Run(Pipeline().Split(validation: .1, test: .4));
        Assert.Equal((30, 6, 24), (result.Transformer.TrainingImageCount, result.Validation.ImageCount, result.Test.ImageCount));
    }

    [Fact]
    public void Sets_that_do_not_exist_say_so()
    {
        using TransferResult result = Run(Pipeline().Split(validation: 0, test: 0));
        Assert.False(result.HasValidation || result.HasTest);
        Assert.Contains("Split", Assert.Throws<InvalidOperationException>(() => result.Test).Message);
        Assert.Contains("Split", Assert.Throws<InvalidOperationException>(() => result.Validation).Message);
        Assert.Equal((60, 0), (result.Transformer.TrainingImageCount, result.Transformer.ValidationImageCount));
    }

    [Fact]
    public void Folders_that_are_split_already_stay_so()
    {
        using var folder = new TemporaryFolder();
        TintedPhotos.Create(folder, 9, seed: 1, "data/train");
        TintedPhotos.Create(folder, 3, seed: 2, "data/val");
        TintedPhotos.Create(folder, 4, seed: 3, "data/test");
        using TransferResult result = Run(TransferPipeline.FromFolder(folder["data"]).ExtractFeatures(_tiny.Backbone).Configure(Small));
        Assert.Equal((27, 9, 12), (result.Transformer.TrainingImageCount, result.Validation.ImageCount, result.Test.ImageCount));
        Assert.True(result.Test.MicroAccuracy > .8);
    }

    [Fact]
    public void A_pipeline_derived_from_another_leaves_it_as_it_was()
    {
        TransferPipeline first = Pipeline().Split(.1, .1);
        TransferPipeline second = first.Split(.2, .4, seed: 9).Configure(o => o with { L2Regularization = .5 })
            .ExtractFeatures(_tiny.Backbone, "block1").WithContext(new MLContext());
        using TransferResult fromSecond = Run(second), fromFirst = Run(first);
        Assert.Equal((48, 6, 6), (fromFirst.Transformer.TrainingImageCount, fromFirst.Validation.ImageCount, fromFirst.Test.ImageCount));
        Assert.Equal((24, 12, 24), (fromSecond.Transformer.TrainingImageCount, fromSecond.Validation.ImageCount, fromSecond.Test.ImageCount));
        Assert.Equal(.5, fromSecond.Transformer.L2Regularization);
        Assert.NotEqual(fromFirst.Transformer.Head.Weights.Length, fromSecond.Transformer.Head.Weights.Length);
    }

    [Fact]
    public void A_validation_set_beside_that_of_Split_is_refused()
    {
        Assert.Contains("Split", Assert.Throws<ArgumentException>("change", () => Pipeline().Configure(o => o with { ValidationSet = _tiny.Photos })).Message);
        Assert.Throws<ArgumentException>("change", () => Pipeline().Configure(o => o with { ValidationSetFraction = .2f }));
    }

    [Fact]
    public void Arguments_are_needed()
    {
        Assert.Throws<ArgumentException>("folder", () => TransferPipeline.FromFolder(""));
        Assert.Throws<ArgumentNullException>("images", () => TransferPipeline.FromData(null!));
        Assert.Throws<ArgumentNullException>("backbone", () => Pipeline().ExtractFeatures(null!));
        Assert.Throws<ArgumentNullException>("change", () => Pipeline().Configure(null!));
        Assert.Throws<ArgumentNullException>("context", () => Pipeline().WithContext(null!));
        Assert.Throws<ArgumentOutOfRangeException>("validationFraction", () => Run(Pipeline().Split(validation: -1)));
    }

    private static TransferResult Run(TransferPipeline pipeline) => pipeline.Run(cancellationToken: TestContext.Current.CancellationToken);

    private TransferPipeline Pipeline() => TransferPipeline.FromFolder(_tiny.PhotoFolder).ExtractFeatures(_tiny.Backbone).Configure(Small);

    private ImageTransferTrainer.Options Small(ImageTransferTrainer.Options options) => options with { WorkspacePath = _tiny.Options.WorkspacePath };
}
