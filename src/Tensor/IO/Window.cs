namespace DeepPuzzles.Tensors;

/// <summary>A stretch of a stream that can seek, as a stream of its own that is read once.</summary>
/// <param name="stream">The whole.</param>
/// <param name="start">Where the stretch begins.</param>
/// <param name="length">Its bytes.</param>
internal sealed class Window(Stream stream, long start, long length) : Stream
{
    private long _read;

    /// <summary>True when all bytes have been asked for. The last one is only ever handed out alone, so this tells whether a decoder that reads
    /// ahead needed all of them.</summary>
    internal bool IsUsedUp => _read == length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        long left = length - _read;
        int most = (int)Math.Min(buffer.Length, left > 1 ? left - 1 : left);
        stream.Position = start + _read;
        int read = stream.Read(buffer[..most]);
        _read += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
