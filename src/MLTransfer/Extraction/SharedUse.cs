namespace MLTransfer.Extraction;

/// <summary>
/// Lets many use a resource at once and one dispose of it at any time: it is freed when the last use has ended, and no new one begins. The
/// network is native memory, so a use after that would end the process.
/// </summary>
/// <param name="resource">What is used.</param>
/// <param name="owner">Whose disposal an <see cref="ObjectDisposedException"/> speaks of.</param>
internal sealed class SharedUse(IDisposable resource, object owner) : IDisposable
{
    private readonly Lock _lock = new();
    private int _uses;
    private bool _disposed;

    /// <exception cref="ObjectDisposedException">It is disposed of.</exception>
    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, owner);

    /// <summary>Begins a use; dispose of the result to end it.</summary>
    /// <exception cref="ObjectDisposedException">It is disposed of.</exception>
    public Use Begin()
    {
        lock (_lock)
        {
            ThrowIfDisposed();
            _uses++;
        }

        return new Use(this);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
            if (_uses > 0)
                return;
        }

        resource.Dispose();
    }

    private void End()
    {
        lock (_lock)
        {
            if (--_uses > 0 || !_disposed)
                return;
        }

        resource.Dispose();
    }

    /// <summary>One use.</summary>
    public readonly struct Use(SharedUse shared) : IDisposable
    {
        public void Dispose() => shared.End();
    }
}
