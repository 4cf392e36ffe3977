using System.Threading.Channels;
using MLTransfer;

namespace WebApi;

/// <summary>
/// Predicts photos together that arrive together. It never waits for more: a photo that finds the classifier idle is predicted at once, with all cores on
/// it, and those that arrive meanwhile are the next batch. How many can wait is bounded by the number of requests that are let in.
/// </summary>
internal sealed class PhotoQueue(ServedModel model, CommandLine command) : BackgroundService
{
    private readonly Channel<QueuedPhoto> _waiting = Channel.CreateBounded<QueuedPhoto>(command.Queue);

    /// <summary>Predicts a photo, in its turn.</summary>
    /// <exception cref="RefusedException">Too many are waiting.</exception>
    public Task<PhotoResult> PredictAsync(ReadOnlyMemory<byte> photo, CancellationToken gone)
    {
        var queued = new QueuedPhoto(photo, gone);
        return _waiting.Writer.TryWrite(queued)
            ? queued.Result
            : throw new RefusedException(StatusCodes.Status503ServiceUnavailable, "Too many photos are waiting. Try again in a second.");
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        // Without batches, several at a time, as the classifier then shares its threads among them.
        => Task.WhenAll(Enumerable.Range(0, command.Batch > 1 ? 1 : 2 * Environment.ProcessorCount).Select(_ => ServeAsync(stoppingToken)));

    private async Task ServeAsync(CancellationToken stop)
    {
        var batch = new List<QueuedPhoto>(command.Batch);
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stop))
            {
                while (batch.Count < command.Batch && _waiting.Reader.TryRead(out QueuedPhoto? photo))
                {
                    if (!photo.IsGone)
                        batch.Add(photo);
                }

                await Task.Run(() => Predict(batch), CancellationToken.None);
                // Photos are large, and the next ones may come much later.
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The server has stopped listening and answered its requests before this is asked to stop.
        }
    }

    private void Predict(List<QueuedPhoto> batch)
    {
        try
        {
            if (batch.Count == 1)
                PredictOne(batch[0]);
            else if (batch.Count > 1)
                PredictTogether(batch);
        }
        catch (Exception e)
        {
            // What is wrong with a photo is no exception here; this is what nobody thought of, and the next batch may not suffer from it.
            foreach (QueuedPhoto photo in batch)
                photo.Fail(e);
        }
    }

    private void PredictOne(QueuedPhoto photo)
    {
        try
        {
            photo.Answer(new PhotoResult(model.Classifier.Predict(photo.Bytes), null));
        }
        catch (BadImageException e)
        {
            photo.Answer(new PhotoResult(null, e.Image));
        }
    }

    private void PredictTogether(List<QueuedPhoto> batch)
    {
        int next = 0;
        ReadOnlyMemory<byte>[] photos = [.. batch.Select(photo => photo.Bytes)];
        foreach (ImagePrediction prediction in model.Classifier.PredictMany(photos, bad => batch[next++].Answer(new PhotoResult(null, bad))))
            batch[next++].Answer(new PhotoResult(prediction, null));
    }
}
