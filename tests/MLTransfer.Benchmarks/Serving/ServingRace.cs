using Microsoft.ML;
using MLTransfer.Benchmarks.Contestants;
using MLTransfer.Extraction;

namespace MLTransfer.Benchmarks.Serving;

/// <summary>
/// A classifier in use, in float32 and in int8: one photo beside ML.NET's PredictionEngine on the same file, many photos, many callers, and the first
/// prediction after the file is loaded.
/// </summary>
internal static class ServingRace
{
    private const int Callers = 16;

    /// <param name="options">The photos that the classifiers learn from and are tried on.</param>
    /// <param name="output">Receives the tables.</param>
    public static void Run(RaceOptions options, TextWriter output)
    {
        string folder = Directory.CreateTempSubdirectory("mltransfer-benchmark-").FullName;
        try
        {
            IDataView photos = LabelledPhotos.Load(new MLContext(seed: 1), options.Folder, options.Images);
            ServedModel[] models = [.. new[] { Precision.Float32, Precision.Int8 }.Select(p => ServedModel.Train(photos, p, options.Threads, folder))];
            ImageNetwork features = ImageNetwork.OfFeatures(Backbone.ResNet18, cut: null, FeaturePooling.Average);
            PhotoSet set = PhotoSet.Load(options.Folder, options.Images, options.Threads, features.Resize);
            (string photo, string description) = OnePhoto.Choose(set.Paths, folder);
            output.WriteLine(
                $"Classifiers on {features.Description}, trained on {set.Paths.Count} photos of {Path.GetFileName(options.Folder)}; " +
                $"{options.Threads} threads. One photo: {description}.");
            OnePhotoAtATime(models, photo, options, output);
            ManyPhotos(models, features, set, options, output);
            FirstPrediction.Measure(models, photo, options, output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void OnePhotoAtATime(ServedModel[] models, string photo, RaceOptions options, TextWriter output)
    {
        var contestants = new List<ServingContestant>();
        try
        {
            foreach (ServedModel model in models)
            {
                ImageClassifier classifier = model.Load(options.Threads);
                var stock = new StockEngine(model.Zip);
                ServingContestant ours = ServingContestant.OneByOne($"{model.Name}, Predict", () => classifier.Predict(photo), classifier);
                ServingContestant theirs = ServingContestant.OneByOne($"{model.Name}, PredictionEngine", () => stock.Predict(photo), stock);
                contestants.AddRange([ours, theirs]);
                Console.WriteLine($"{model.Name}: {classifier.Predict(photo)}; ML.NET: {stock.Predict(photo)}");
            }

            ServingContestant.Race(contestants, options.Rounds);
            ServingTable.Write(output, contestants, "one photo, ms", speed => 1000 / speed, c => References(contestants, c));
        }
        finally
        {
            contestants.ForEach(c => c.Dispose());
        }
    }

    // ML.NET's engine stands behind each Predict on the same file; the first of them is that of float32.
    private static ServingContestant[] References(IReadOnlyList<ServingContestant> contestants, ServingContestant contestant)
    {
        int place = contestants.Index().First(c => c.Item == contestant).Index;
        return place % 2 == 1 ? [contestants[1]] : place == 0 ? [contestants[1]] : [contestants[place + 1], contestants[1]];
    }

    private static void ManyPhotos(ServedModel[] models, ImageNetwork features, PhotoSet set, RaceOptions options, TextWriter output)
    {
        var contestants = new List<ServingContestant>();
        try
        {
            int count = set.Paths.Count;
            LibraryExtraction extraction = LibraryExtraction.WithoutCache(features, set, options.Threads);
            contestants.Add(ServingContestant.AtOnce("float32, extraction of features", count, () => extraction.Run(), extraction));
            foreach (ServedModel model in models)
            {
                ImageClassifier classifier = model.Load(options.Threads);
                contestants.AddRange([
                    ServingContestant.AtOnce($"{model.Name}, PredictMany", count, () => PredictAll(classifier, set.Paths), classifier),
                    ServingContestant.AtOnce($"{model.Name}, Predict, 1 caller", count, () => Predict(classifier, set.Paths, 1)),
                    ServingContestant.AtOnce($"{model.Name}, Predict, {Callers} callers", count, () => Predict(classifier, set.Paths, Callers)),
                ]);
            }

            ServingContestant.Race(contestants, options.Rounds);
            ServingTable.Write(output, contestants, "many photos, images/s", speed => speed, _ => contestants[..1]);
        }
        finally
        {
            contestants.ForEach(c => c.Dispose());
        }
    }

    private static void PredictAll(ImageClassifier classifier, IReadOnlyList<string> paths)
    {
        int count = 0;
        foreach (ImagePrediction _ in classifier.PredictMany(paths))
            count++;
        if (count != paths.Count)
            throw new InvalidOperationException($"{count} predictions for {paths.Count} photos.");
    }

    /// <summary>Each caller on a thread of its own, as requests to a server would be.</summary>
    private static void Predict(ImageClassifier classifier, IReadOnlyList<string> paths, int callers)
    {
        int next = -1;
        Task.WaitAll(Enumerable.Range(0, callers).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (int i = Interlocked.Increment(ref next); i < paths.Count; i = Interlocked.Increment(ref next))
                    classifier.Predict(paths[i]);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
    }
}
