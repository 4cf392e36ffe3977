using System.Diagnostics.CodeAnalysis;

namespace MLTransfer.Training.FineTuning;

/// <summary>Where a run keeps its state.</summary>
/// <param name="Path">What the names of its files begin with.</param>
/// <param name="Key">All that decides the run, as a hash.</param>
/// <param name="Warn">Is told, once, where the state cannot be kept.</param>
internal sealed record CheckpointPlace(string Path, string Key, Action<string> Warn)
{
    private bool _fails;

    /// <summary>What a run with this key left, if any did.</summary>
    public bool TryRead([NotNullWhen(true)] out Checkpoint? checkpoint) => (checkpoint = CheckpointFile.Read(Path, Key)) is not null;

    /// <summary>Keeps a state. Training goes on where that fails; only a later resume would start from an older state.</summary>
    public void Write(Checkpoint checkpoint)
    {
        try
        {
            CheckpointFile.Write(Path, Key, checkpoint);
        }
        catch (IOException e) when (!_fails)
        {
            _fails = true;
            Warn($"The state of training is not kept, so a killed run would not resume: {e.Message}");
        }
        catch (IOException)
        {
            // It was said.
        }
    }

    /// <summary>Removes the files, as the run is over.</summary>
    public void Delete()
    {
        try
        {
            CheckpointFile.Delete(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // They are found by their key only: another run never takes them for its own.
        }
    }
}
