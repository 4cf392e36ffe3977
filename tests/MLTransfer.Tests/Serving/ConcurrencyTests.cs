using System.Collections.Concurrent;
using Microsoft.ML.Data;

namespace MLTransfer.Tests.Serving;

public class ConcurrencyTests(TrainedClassifier trained) : IClassFixture<TrainedClassifier>
{
    [Fact]
    public void Eight_threads_at_once_get_what_one_gets()
    {
        // A fresh classifier, so that the threads also race for its first use.
        using var model = ImageClassifier.Load(trained.Zip);
        ImagePrediction[] expected = [.. trained.Photos.Select(trained.Model.Predict)];
        OnEightThreads(thread =>
        {
            for (int round = 0; round < 5; round++)
            {
                ImagePrediction[] predictions = (thread + round) % 2 == 0
                    ? [.. trained.Photos.Select(model.Predict)]
                    : [.. model.PredictMany(trained.Photos)];
                PredictionAssert.Same(expected, predictions);
            }
        });
    }

    [Fact]
    public void A_disposed_classifier_says_so()
    {
        var model = ImageClassifier.Load(trained.Zip);
        _ = model.Predict(trained.Photos[0]);
        AssertDisposedOf(model);
    }

    [Fact]
    public void A_classifier_disposed_before_its_first_use_says_so() => AssertDisposedOf(ImageClassifier.Load(trained.Onnx));

    [Fact]
    public void Disposing_while_threads_predict_lets_them_finish_and_then_refuses()
    {
        for (int round = 0; round < 10; round++)
        {
            var model = ImageClassifier.Load(trained.Onnx);
            var refused = new ConcurrentBag<int>();
            using var started = new CountdownEvent(8);
            OnEightThreads(thread =>
            {
                started.Signal();
                try
                {
                    if (thread == 0)
                    {
                        started.Wait();
                        model.Dispose();
                    }

                    while (true)
                        _ = thread % 2 == 0 ? model.Predict(trained.Photos[0]) : model.PredictMany(trained.Photos).Last();
                }
                catch (ObjectDisposedException)
                {
                    refused.Add(thread);
                }
            });
            Assert.Equal(8, refused.Count);
        }
    }

    [Fact]
    public void Predictions_under_way_outlive_the_disposal()
    {
        var model = ImageClassifier.Load(trained.Onnx, new ImageClassifierOptions { BatchSize = 1, Threads = 1 });
        CancellationToken stop = TestContext.Current.CancellationToken;
        using IEnumerator<ImagePrediction> predictions = model.PredictMany(trained.Photos, cancellationToken: stop).GetEnumerator();
        Assert.True(predictions.MoveNext());
        model.Dispose();
        int count = 1;
        while (predictions.MoveNext())
            count++;
        Assert.Equal(trained.Photos.Count, count);
    }

    private void AssertDisposedOf(ImageClassifier model)
    {
        IEnumerable<ImagePrediction> unread = model.PredictMany(trained.Photos);
        model.Dispose();
        model.Dispose();
        using MLImage image = MLImage.CreateFromFile(trained.Photos[0]);
        Assert.Equal(typeof(ImageClassifier).FullName, Assert.Throws<ObjectDisposedException>(() => model.Predict(trained.Photos[0])).ObjectName);
        Assert.Throws<ObjectDisposedException>(() => model.Predict(File.ReadAllBytes(trained.Photos[0])));
        Assert.Throws<ObjectDisposedException>(() => model.Predict(Stream.Null));
        Assert.Throws<ObjectDisposedException>(() => model.Predict(image));
        Assert.Throws<ObjectDisposedException>(() => model.PredictMany(trained.Photos));
        Assert.Throws<ObjectDisposedException>(() => unread.First());
        Assert.Equal(TinyPhotos.Classes, model.Labels);
    }

    private static void OnEightThreads(Action<int> work)
    {
        var errors = new ConcurrentQueue<Exception>();
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(i => new Thread(() =>
        {
            try
            {
                work(i);
            }
            catch (Exception e)
            {
                errors.Enqueue(e);
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        Assert.Empty(errors);
    }
}
