using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels.OpenCL;

// Between host and device, and what kernels found wrong, which comes with a reading.
internal sealed unsafe partial class Queue
{
    /// <summary>Waits for all that was put in before, and copies elements to the host. Other threads may put more in meanwhile.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A kernel of this thread met an index outside of its array since the thread's last reading.</exception>
    internal void Read<T>(DeviceBuffer source, long offset, Span<T> target)
        where T : unmanaged
    {
        int* faults = stackalloc int[Fault.Numbers];
        int place = Fault.PlaceOfThread;
        bool mayFault;
        fixed (T* first = target)
        {
            nint done = 0;
            lock (_lock)
            {
                RequireOpen();
                mayFault = _mayFault[place];
                _mayFault[place] = false;
                long bytes = (long)target.Length * sizeof(T);
                (_counts.Reads, _counts.BytesRead) = (_counts.Reads + 1, _counts.BytesRead + bytes);
                int status = Status.Success;
                if (mayFault) status = Cl.EnqueueReadBuffer(_handle, _faults, 0, FaultsOf(place), Fault.Numbers * sizeof(int), faults, 0, null, null);
                if (status == Status.Success) status = Cl.EnqueueReadBuffer(_handle, source.Handle, 0, (nuint)offset, (nuint)bytes, first, 0, null, &done);
                if (status < Status.Success) _ = Cl.Finish(_handle);         // nothing may be written here once this method has ended
                Check(status, "reading");
                Flush();
            }
            Wait(done, "reading");          // in order: the other reading is done too
        }
        if (!mayFault || faults[0] == 0) return;
        lock (_lock) ClearFaults(place);
        throw Fault.Of(new ReadOnlySpan<int>(faults, Fault.Numbers));
    }

    /// <summary>Copies elements of the host into a buffer when its turn comes.</summary>
    internal void Write<T>(ReadOnlySpan<T> source, DeviceBuffer target, long offset)
        where T : unmanaged
    {
        nuint bytes = (nuint)source.Length * (nuint)sizeof(T);
        bool isAside = bytes <= LargestAside;
        fixed (T* first = source)
        {
            void* from = first;
            if (isAside) System.Buffer.MemoryCopy(first, from = NativeMemory.Alloc(bytes), bytes, bytes);
            nint done = 0;
            lock (_lock)
            {
                RequireOpen();
                FreeWritten();
                (_counts.Writes, _counts.BytesWritten) = (_counts.Writes + 1, _counts.BytesWritten + (long)bytes);
                int status = Cl.EnqueueWriteBuffer(_handle, target.Handle, 0, (nuint)offset, bytes, from, 0, null, &done);
                if (status < Status.Success && isAside) NativeMemory.Free(from);
                Check(status, "writing");
                if (isAside) _aside.Enqueue((done, (nint)from));
                else Flush();
            }
            if (!isAside) Wait(done, "writing");
        }
    }

    private void Wait(nint done, string what)
    {
        int status = Cl.WaitForEvents(1, &done);
        lock (_lock)
        {
            _ = Cl.ReleaseEvent(done);
            if (_isReleased) return;
            FreeWritten();
            Check(status, what);
        }
    }

    private static nuint FaultsOf(int place) => (nuint)(place * Fault.Numbers * sizeof(int));

    private void ClearFaults(int place)
    {
        int nothing = 0;
        Status.Check(Cl.EnqueueFillBuffer(_handle, _faults, &nothing, sizeof(int), FaultsOf(place), Fault.Numbers * sizeof(int), 0, null, null), "filling");
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
