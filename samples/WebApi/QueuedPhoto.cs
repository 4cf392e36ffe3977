namespace WebApi;

/// <summary>A photo that waits for its prediction.</summary>
internal sealed class QueuedPhoto(ReadOnlyMemory<byte> bytes, CancellationToken gone)
{
    // Who awaits the answer goes on elsewhere, not on the thread that predicts.
    private readonly TaskCompletionSource<PhotoResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>Whether nobody waits for it any more.</summary>
    public bool IsGone => gone.IsCancellationRequested;

    public Task<PhotoResult> Result => _result.Task.WaitAsync(gone);

    public void Answer(PhotoResult result) => _result.TrySetResult(result);

    public void Fail(Exception exception) => _result.TrySetException(exception);
}
