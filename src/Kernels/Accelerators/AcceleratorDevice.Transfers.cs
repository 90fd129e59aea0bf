namespace DeepPuzzles.Kernels;

// What moves between host and device and within the device. Views without gaps are moved by the driver's own copy; others by a kernel, those of the
// host by way of a dense array on the device.
public abstract unsafe partial class AcceleratorDevice
{
    /// <inheritdoc/>
    public sealed override void Write<T>(ReadOnlySpan<T> source, in View<T> y)
    {
        if (y.Layout.Count == 0) return;
        if (y.Layout.IsContiguous)
        {
            Send(source, y.Buffer, (long)y.Layout.Offset * sizeof(T));
            return;
        }
        View<T> dense = Dense<T>(y.Layout);
        try
        {
            Write(source, dense);
            Copy(dense, y);
        }
        finally
        {
            Release(dense.Buffer);
        }
    }

    /// <summary>Waits for all work before it, and copies a view into host memory, in row-major order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The view depends on an index that lies outside of its array; or a kernel of this thread, or of one
    /// that has ended, met one since the last reading.</exception>
    public sealed override void Read<T>(in View<T> x, Span<T> destination)
    {
        if (x.Layout.Count == 0) return;
        if (x.Layout.IsContiguous)
        {
            Fetch(x.Buffer, (long)x.Layout.Offset * sizeof(T), destination[..x.Layout.Count]);
            return;
        }
        View<T> dense = Dense<T>(x.Layout);
        try
        {
            Copy(x, dense);
            Read(dense, destination);
        }
        finally
        {
            Release(dense.Buffer);
        }
    }

    /// <inheritdoc/>
    public sealed override void Copy<T>(in View<T> x, in View<T> y)
    {
        if (y.Layout.Count == 0) return;
        if (x.Layout.IsContiguous && y.Layout.IsContiguous)
            CopyBytes(x.Buffer, (long)x.Layout.Offset * sizeof(T), y.Buffer, (long)y.Layout.Offset * sizeof(T), (long)y.Layout.Count * sizeof(T));
        else
            CopyStrided(x, y);
    }

    /// <summary>From the host into a buffer, from a byte of it on.</summary>
    private protected abstract void Send<T>(ReadOnlySpan<T> source, Buffer target, long offset)
        where T : unmanaged;

    /// <summary>From a byte of a buffer on to the host.</summary>
    private protected abstract void Fetch<T>(Buffer source, long offset, Span<T> target)
        where T : unmanaged;

    /// <summary>Bytes from one place of the device to another.</summary>
    private protected abstract void CopyBytes(Buffer source, long from, Buffer target, long to, long bytes);

    /// <summary>A kernel that copies elements of views with any strides; there is at least one.</summary>
    private protected abstract void CopyStrided<T>(in View<T> x, in View<T> y)
        where T : unmanaged;

    /// <summary>A dense array of the same sizes, which the caller gives back.</summary>
    private View<T> Dense<T>(in Layout like)
        where T : unmanaged => new(Acquire((long)like.Count * sizeof(T)), Layout.Contiguous(like.Sizes));
}
