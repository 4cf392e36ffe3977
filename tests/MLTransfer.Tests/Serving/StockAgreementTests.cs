using SkiaSharp;

namespace MLTransfer.Tests.Serving;

/// <summary>
/// How often a saved .zip predicts in ML.NET alone what it predicts here. Both run the same network on the same part of a photo, but ML.NET
/// resizes by another filter, so the scores differ a little.
/// </summary>
/// <remarks>
/// Measured on more photos than the tests take, with ResNet18: 99.9 % of 1,000 cats and dogs, 99.3 % of 153 ants and bees (full-size photos),
/// 99.5 % of 192 rendered pictures, 98 % of 100 flowers of five kinds after training on 20 of each (where 73 % are right here and 71 % in ML.NET).
/// </remarks>
public sealed class StockAgreementTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void On_rendered_pictures_MLNET_agrees_on_at_least_19_in_20()
    {
        string pictures = Path.Combine(Repository.Root, "assets", "pictures");
        string training = Copy(pictures, "training", skip: 0, take: 10), unseen = Copy(pictures, "unseen", skip: 10, take: 10);
        AssertAgreement(training, unseen);
    }

    [Fact]
    public void On_photos_of_cats_and_dogs_MLNET_agrees_on_at_least_19_in_20()
    {
        string photos = SharedFolder.Require("data/dogs_vs_cats");
        AssertAgreement(
            Copy(Path.Combine(photos, "train"), "training", skip: 0, take: 40), Copy(Path.Combine(photos, "test"), "unseen", skip: 0, take: 50));
    }

    [Fact]
    public void Where_nothing_is_resized_the_scores_are_the_same()
    {
        string folder = TinyPhotos.Create(_folder, perClass: 20), zip = _folder["tiny.zip"];
        using TransferResult result = TrainedClassifier.Train(_folder, folder);
        result.Model.Save(zip);
        string[] photos = [.. Directory.GetFiles(folder, "*.png", SearchOption.AllDirectories).Select(Square)];
        foreach ((string photo, StockPrediction stock) in photos.Zip(StockModel.Predict(zip, photos)))
        {
            ImagePrediction ours = result.Model.Predict(photo);
            Assert.Equal(ours.Label, stock.PredictedLabel);
            Assert.All(ours.Scores.Values.Zip(stock.Score), s => Assert.Equal(s.First, s.Second, 1e-4f));
        }
    }

    public void Dispose() => _folder.Dispose();

    private void AssertAgreement(string training, string unseen)
    {
        using TransferResult result = TransferPipeline.FromFolder(training)
            .Split(validation: .2, test: 0)
            .Configure(o => o with { WorkspacePath = _folder["workspace"] })
            .Run(cancellationToken: TestContext.Current.CancellationToken);
        result.Model.Save(_folder["model.zip"]);
        string[] photos = [.. Directory.GetFiles(unseen, "*.jpg", SearchOption.AllDirectories)];
        ImagePrediction[] ours = [.. result.Model.PredictMany(photos, cancellationToken: TestContext.Current.CancellationToken)];
        IReadOnlyList<StockPrediction> stock = StockModel.Predict(_folder["model.zip"], photos);

        double agreement = ours.Zip(stock).Count(p => p.First.Label == p.Second.PredictedLabel) / (double)photos.Length;
        double accuracy = ours.Count(p => p.Label == LabelOf(p.Path)) / (double)photos.Length;
        double stockAccuracy = stock.Zip(photos).Count(p => p.First.PredictedLabel == LabelOf(p.Second)) / (double)photos.Length;
        double shift = ours.Zip(stock).Average(p => p.First.Scores.Values.Zip(p.Second.Score).Max(s => Math.Abs(s.First - s.Second)));
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{photos.Length} photos: agreement {agreement:p1}, accuracy here {accuracy:p1}, in ML.NET {stockAccuracy:p1}, " +
            $"mean shift of scores {shift:f4}");
        Assert.InRange(agreement, .95, 1);
        Assert.InRange(accuracy, .7, 1);
    }

    private static string LabelOf(string photo) => Path.GetFileName(Path.GetDirectoryName(photo)!);

    /// <summary>Copies some pictures of each class into a folder of this test.</summary>
    private string Copy(string from, string to, int skip, int take)
    {
        foreach (string label in Directory.GetDirectories(from))
        {
            string target = _folder[Path.Combine(to, Path.GetFileName(label))];
            Directory.CreateDirectory(target);
            foreach (string file in Directory.GetFiles(label, "*.jpg").Order(StringComparer.Ordinal).Skip(skip).Take(take))
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        return _folder[to];
    }

    /// <summary>The centre of a photo, as large as the tiny network's photos become.</summary>
    private static string Square(string photo)
    {
        int side = TinyNetwork.Resize.ShortSide;
        using SKBitmap whole = SKBitmap.Decode(photo);
        using var centre = new SKBitmap(side, side);
        Assert.True(whole.ExtractSubset(centre, SKRectI.Create(2, 2, side, side)));
        using SKData png = centre.Encode(SKEncodedImageFormat.Png, 100);
        string path = Path.ChangeExtension(photo, ".square.png");
        File.WriteAllBytes(path, png.ToArray());
        return path;
    }
}
