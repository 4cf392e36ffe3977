using Microsoft.ML;
using MLTransfer;

namespace ConsumerTests;

/// <summary>Does it work where it will run?</summary>
public class DeploymentTests(ModelUnderTest model)
{
    [Fact]
    public void It_knows_the_classes_that_the_application_knows()
        => Assert.Equal(model.Photos.Select(p => p.Label).Distinct().Order(), model.Classifier.Labels.Order());

    [Fact]
    public void An_upload_gets_the_same_answer_as_the_file()
    {
        string path = model.Photos[0].ImagePath;
        ImagePrediction ofFile = model.Classifier.Predict(path), ofBytes = model.Classifier.Predict(File.ReadAllBytes(path));
        Assert.Equal(ofFile.Label, ofBytes.Label);
        Assert.Equal(ofFile.Probability, ofBytes.Probability, 1e-5f);
    }

    [Fact]
    public void Many_callers_get_the_answers_of_one()
    {
        string[] paths = [.. SomeOfEachClass().Select(p => p.ImagePath)];
        string[] alone = [.. paths.Select(path => model.Classifier.Predict(path).Label)];
        var together = new string[paths.Length];
        Parallel.For(0, paths.Length, i => together[i] = model.Classifier.Predict(paths[i]).Label);
        Assert.Equal(alone, together);
    }

    [Fact]
    public void What_is_no_image_is_refused_with_a_reason()
    {
        BadImageException refusal = Assert.Throws<BadImageException>(() => model.Classifier.Predict("not an image"u8.ToArray()));
        Assert.NotEmpty(refusal.Message);
    }

    [Fact]
    public void ML_NET_alone_gives_the_same_answers()
    {
        string zip = model.TemporaryFile("stock.zip");
        model.Classifier.Save(zip);
        var ml = new MLContext();
        LabelledPhoto[] photos = [.. SomeOfEachClass()];
        IDataView scored = ml.Model.Load(zip, out _).Transform(ml.Data.LoadFromEnumerable(photos));
        string[] labels = [.. ml.Data.CreateEnumerable<Answer>(scored, reuseRowObject: false).Select(answer => answer.PredictedLabel)];
        Assert.Equal(LabelsBy(model.Classifier, photos), labels);
    }

    [Fact]
    public void The_ONNX_file_gives_the_same_answers()
    {
        string onnx = model.TemporaryFile("model.onnx");
        model.Classifier.SaveOnnx(onnx);
        using var exported = ImageClassifier.Load(onnx);
        LabelledPhoto[] photos = [.. SomeOfEachClass()];
        Assert.Equal(LabelsBy(model.Classifier, photos), LabelsBy(exported, photos));
    }

    private IEnumerable<LabelledPhoto> SomeOfEachClass() => model.Photos.GroupBy(p => p.Label).SelectMany(photos => photos.Take(2));

    private static string[] LabelsBy(ImageClassifier classifier, IEnumerable<LabelledPhoto> photos)
        => [.. photos.Select(photo => classifier.Predict(photo.ImagePath).Label)];

    private sealed class Answer
    {
        public string PredictedLabel { get; set; } = "";
    }
}
