namespace DeepPuzzles.Kernels;

/// <summary>The one queue of a device, which runs in order: what is put in later sees what earlier kernels wrote, and nothing needs to wait. Here is what no
/// driver is asked for: whether an array may be used, where faults go, and how the queue ends.</summary>
internal abstract class AcceleratorQueue(AcceleratorDevice device) : IDisposable
{
    private QueueCounts _counts;
    private string? _end;

    /// <summary>What was asked of the driver since the queue was made.</summary>
    internal QueueCounts Counts
    {
        get
        {
            lock (Lock) return _counts;
        }
    }

    /// <summary>One thread puts something in at a time.</summary>
    protected Lock Lock { get; } = new();

    /// <summary>What kernels found wrong.</summary>
    protected Faults Known { get; } = new();

    protected ref QueueCounts Counted => ref _counts;

    /// <summary>Was the driver given everything back?</summary>
    protected bool IsReleased { get; private set; }

    /// <summary>Can nothing more be asked of the driver, which might wait for ever?</summary>
    protected bool HasEnded => _end is not null;

    public void Dispose()
    {
        Release(true);
        GC.SuppressFinalize(this);
    }

    ~AcceleratorQueue() => Release(false);

    /// <summary>Gives everything back to the driver, once, under the lock.</summary>
    /// <param name="disposing">False where the garbage collector found that nobody holds the queue.</param>
    protected abstract void GiveBack(bool disposing);

    protected void RequireOpen()
    {
        if (_end is not null) throw new DeviceException($"{device.Name}: {_end}");
    }

    /// <summary>Whatever a verb is given passes here: a driver that is handed what is not its own takes the process with it.</summary>
    protected void Require(AcceleratorBuffer buffer)
    {
        RequireOpen();
        if (buffer.Device != device) throw new DeviceException($"{device.Name}: an array is of another {device.GetType().Name} ({buffer.Device.Description}), opened for itself; move it with .MoveTo(device)");
        if (!buffer.InUse || buffer.IsFree) throw new DeviceException($"{device.Name}: an array was given back before it was used; release it later");
    }

    /// <summary>The same for all arrays of a kernel.</summary>
    protected void Require(in Accesses arrays)
    {
        RequireOpen();
        for (int array = 0; array < arrays.Count; array++) Require(arrays[array]);
    }

    /// <summary>After a kernel was put in: what it writes depends on the faults of what it reads.</summary>
    /// <param name="arrays">Those of the kernel.</param>
    /// <param name="mark">On what it depends besides.</param>
    protected void Mark(in Accesses arrays, Mark mark)
    {
        for (int array = 0; array < arrays.Count; array++)
        {
            if (!arrays.IsWritten(array, out _, out bool replaces) || !replaces) mark = Known.Of(mark, arrays[array].Mark);
        }
        for (int array = 0; array < arrays.Count; array++)
        {
            if (arrays.IsWritten(array, out long end, out bool replaces)) Mark(arrays[array], mark, end, replaces);
        }
    }

    /// <summary>Something was written up to that byte, from the first on where it replaces what was there.</summary>
    protected void Mark(AcceleratorBuffer target, Mark mark, long end, bool replaces)
    {
        if (!replaces || end < target.MarkedEnd) (mark, end) = (Known.Of(target.Mark, mark), Math.Max(end, target.MarkedEnd));
        target.Mark = mark;
        target.MarkedEnd = mark.Places == 0 ? 0 : end;
    }

    /// <summary>The driver has lost the device.</summary>
    protected void NoteLoss(string what, string why) => _end ??= $"the device failed before, in {what} ({why}); start the program again";

    private void Release(bool disposing)
    {
        lock (Lock)
        {
            if (IsReleased) return;
            IsReleased = true;
            GiveBack(disposing);
            _end = "the device was disposed";
        }
    }
}
