using System.Diagnostics;

namespace MLTransfer.Benchmarks.Serving;

/// <summary>How long it takes to load a classifier, and then to make its first predictions.</summary>
internal static class FirstPrediction
{
    private const int Later = 10;

    public static void Measure(ServedModel[] models, string photo, RaceOptions options, TextWriter output)
    {
        output.WriteLine("\n| loading, ms (medians) | Load | first prediction | later ones |\n|---|---:|---:|---:|");
        foreach (ServedModel model in models)
        {
            foreach (bool warmUp in new[] { true, false })
            {
                double[][] rounds = [.. Enumerable.Range(0, options.Rounds).Select(_ => MeasureOnce(model, photo, options.Threads, warmUp))];
                string medians = string.Join(" | ", Enumerable.Range(0, 3).Select(i => $"{Median.Of(rounds.Select(r => r[i])):F1}"));
                output.WriteLine($"| {model.Name}, {(warmUp ? "with" : "without")} warm-up | {medians} |");
            }
        }
    }

    private static double[] MeasureOnce(ServedModel model, string photo, int threads, bool warmUp)
    {
        long start = Stopwatch.GetTimestamp();
        using ImageClassifier classifier = model.Load(threads, warmUp);
        double load = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        double first = TimePrediction();
        return [load, first, Median.Of(Enumerable.Range(0, Later).Select(_ => TimePrediction()))];

        double TimePrediction()
        {
            long begin = Stopwatch.GetTimestamp();
            _ = classifier.Predict(photo);
            return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        }
    }
}
