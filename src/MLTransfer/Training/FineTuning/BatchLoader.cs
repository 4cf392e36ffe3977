using TorchSharp;

namespace MLTransfer.Training.FineTuning;

/// <summary>
/// Loads batches ahead: while one is worked on, the next is written into a second buffer. Memory of Torch is filled without copies.
/// </summary>
internal sealed class BatchLoader : IDisposable
{
    private readonly BatchSource _source;
    private readonly torch.Tensor[] _buffers;

    /// <param name="source">The examples.</param>
    /// <param name="largest">The most examples in a batch.</param>
    public BatchLoader(BatchSource source, int largest)
    {
        _source = source;
        long[] shape = [largest, .. source.Shape];
        // Not part of any scope: they live as long as this object.
        _buffers = [torch.empty(shape).DetachFromDisposeScope(), torch.empty(shape).DetachFromDisposeScope()];
    }

    /// <summary>The batches in their order: which examples, and a tensor that begins with them, valid until the next batch is asked for.</summary>
    /// <param name="batches">The examples of each batch.</param>
    /// <param name="epoch">The epoch, counted from 1.</param>
    public IEnumerable<(int[] Examples, torch.Tensor Buffer)> Load(IReadOnlyList<int[]> batches, int epoch)
    {
        Task next = Start(0);
        try
        {
            for (int i = 0; i < batches.Count; i++)
            {
                next.GetAwaiter().GetResult();
                next = Start(i + 1);
                yield return (batches[i], _buffers[i % 2]);
            }
        }
        finally
        {
            // The buffer may go only when nothing writes to it any more; what went wrong then is of no interest.
            next.ContinueWith(t => _ = t.Exception, TaskScheduler.Default).Wait();
        }

        Task Start(int index)
            => index == batches.Count ? Task.CompletedTask : Task.Run(() => Fill(_buffers[index % 2], batches[index], epoch));
    }

    public void Dispose()
    {
        foreach (torch.Tensor buffer in _buffers)
            buffer.Dispose();
    }

    private void Fill(torch.Tensor buffer, int[] examples, int epoch)
        => _source.Load(examples, epoch, new TensorMemory(buffer).Memory[..(examples.Length * _source.Length)]);
}
