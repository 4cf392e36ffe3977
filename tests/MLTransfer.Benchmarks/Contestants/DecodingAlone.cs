using MLTransfer.Data;
using MLTransfer.Imaging;

namespace MLTransfer.Benchmarks.Contestants;

/// <summary>From files to tensors by this library, on as many threads as it is given, and no network.</summary>
internal sealed class DecodingAlone(PhotoSet photos, ResizePolicy resize, int threads) : Contestant("decoding alone", ContestantRole.Decoding)
{
    private readonly PixelPipeline _pixels = new(resize);

    public override IReadOnlyList<float[]>? Run()
    {
        int next = -1;
        Task.WaitAll(Enumerable.Range(0, threads).Select(_ => Task.Factory.StartNew(
            () =>
            {
                var tensor = new float[_pixels.Length];
                for (int i = Interlocked.Increment(ref next); i < photos.Paths.Count; i = Interlocked.Increment(ref next))
                    _pixels.Decode(ImageContent.Read(new FileImageSource(photos.Paths[i]), _pixels.Limits), tensor);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        return null;
    }

    public override void Dispose()
    {
    }
}
