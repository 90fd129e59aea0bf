using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels.OpenCL;

// Between host and device, and what kernels found wrong, which comes with a reading.
internal sealed unsafe partial class Queue
{
    /// <summary>Waits for all that was put in before, and copies elements to the host. Other threads may put more in meanwhile.</summary>
    /// <exception cref="ArgumentOutOfRangeException">What is read depends on an index outside of its array; or a kernel of this thread, or of one that
    /// has ended, met one since the last reading.</exception>
    internal void Read<T>(DeviceBuffer source, long offset, Span<T> target)
        where T : unmanaged
    {
        Mark mark;
        long closed;
        fixed (T* first = target)
        {
            nint done = 0;
            lock (Lock)
            {
                Require(source);
                mark = source.Mark;
                long bytes = (long)target.Length * sizeof(T);
                (Counted.Reads, Counted.BytesRead) = (Counted.Reads + 1, Counted.BytesRead + bytes);
                int status = Status.Success;
                if (Known.MayBeMore)
                {
                    int nothing = 0;
                    status = Cl.EnqueueReadBuffer(_handle, _written, 0, 0, Faults.Bytes, Known.Close(), 0, null, null);
                    if (status == Status.Success) status = Cl.EnqueueFillBuffer(_handle, _written, &nothing, sizeof(int), 0, Faults.Bytes, 0, null, null);
                }
                if (status == Status.Success) status = Cl.EnqueueReadBuffer(_handle, source.Handle, 0, (nuint)offset, (nuint)bytes, first, 0, null, &done);
                if (status < Status.Success) _ = Cl.Finish(_handle);         // nothing may be written here once this method has ended
                Check(status, "reading");
                closed = Known.Closed;
                Flush();
            }
            Wait(done, "reading");
        }
        lock (Lock)
        {
            Known.Settle(closed);         // fetched before this reading, in order
            if (Known.ToTell(mark) is { } fault) throw fault.Told();
        }
    }

    /// <summary>Copies elements of the host into a buffer when its turn comes.</summary>
    internal void Write<T>(ReadOnlySpan<T> source, DeviceBuffer target, long offset)
        where T : unmanaged
    {
        nuint bytes = (nuint)source.Length * (nuint)sizeof(T);
        void* aside = null;
        try
        {
            fixed (T* first = source)
            {
                void* from = first;
                if (bytes <= LargestAside) System.Buffer.MemoryCopy(first, from = aside = NativeMemory.Alloc(bytes), bytes, bytes);
                bool waits = aside is null;
                nint done = 0;
                lock (Lock)
                {
                    Require(target);
                    FreeWritten();
                    (Counted.Writes, Counted.BytesWritten) = (Counted.Writes + 1, Counted.BytesWritten + (long)bytes);
                    int status = Cl.EnqueueWriteBuffer(_handle, target.Handle, 0, (nuint)offset, bytes, from, 0, null, &done);
                    if (status == Status.Success && !waits)
                    {
                        _aside.Enqueue((done, (nint)aside));
                        aside = null;
                    }
                    Check(status, "writing");
                    Mark(target, default, offset + (long)bytes, replaces: offset == 0);
                    if (waits) Flush();
                }
                if (waits) Wait(done, "writing");
            }
        }
        finally
        {
            NativeMemory.Free(aside);           // where the queue did not take it
        }
    }

    private void Wait(nint done, string what)
    {
        int status = Cl.WaitForEvents(1, &done);
        lock (Lock)
        {
            _ = Cl.ReleaseEvent(done);
            if (IsReleased) return;
            FreeWritten();
            Check(status, what);
        }
    }

    /// <summary>Frees what was copied aside and has been written.</summary>
    private void FreeWritten()
    {
        while (_aside.TryPeek(out (nint Written, nint Memory) oldest))
        {
            int state;
            if (Cl.GetEventInfo(oldest.Written, EventState, sizeof(int), &state, out _) == Status.Success && state > Complete) return;
            _ = Cl.ReleaseEvent(oldest.Written);
            NativeMemory.Free((void*)oldest.Memory);
            _ = _aside.Dequeue();
        }
    }
}
