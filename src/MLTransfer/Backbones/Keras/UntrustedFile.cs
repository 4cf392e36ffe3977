using System.Runtime.CompilerServices;

namespace MLTransfer.Backbones.Keras;

/// <summary>
/// A file to be read that may be made to harm. The reader of HDF5 follows links by recursion: two soft links to one another would overflow the
/// stack, which nothing can catch and which ends the process. Every step reads, so reading is where it can be stopped.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class UntrustedFile(string path) : Stream
{
    private readonly FileStream _file = File.OpenRead(path);

    /// <summary>How many bytes have been read: what comes from elsewhere adds none.</summary>
    public long BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _file.Length;

    public override long Position
    {
        get => _file.Position;
        set => _file.Position = value;
    }

    /// <exception cref="InsufficientExecutionStackException">The reader is about to run out of stack.</exception>
    public override int Read(Span<byte> buffer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        int count = _file.Read(buffer);
        BytesRead += count;
        return count;
    }

    /// <exception cref="InsufficientExecutionStackException">The reader is about to run out of stack.</exception>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => _file.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file.Dispose();
        base.Dispose(disposing);
    }
}
