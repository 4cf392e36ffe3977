using MLTransfer;

namespace Samples;

internal static class Training
{
    /// <summary>Runs a pipeline; where that fails, what the library had to say of the data is shown, as it often says why.</summary>
    public static TransferResult Run(this TransferPipeline pipeline, Notes notes, IProgress<TransferProgress> progress, CancellationToken stop)
    {
        try
        {
            return pipeline.Run(progress, stop);
        }
        catch (MLTransferException)
        {
            foreach (string note in notes.Beside([]))
                Console.Error.WriteLine($"note: {note}");
            throw;
        }
    }
}
