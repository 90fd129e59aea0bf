using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels;

/// <summary>Where what a kernel found wrong has gone: an array that was computed with the help of a faulty kernel carries its mark, and so does all that is
/// computed from it. Reading one that is marked fails whoever reads it, and every time; and the thread that asked for the kernel is told at its next reading, whatever
/// that reads. All under the queue's lock.</summary>
/// <remarks><code>
///   gather → y           y: mark of the open period, the thread's place
///   map y → z            z: the marks of y
///   read (of anything)   the period is closed: what was written down in it is fetched before the reading, in the queue's order
///   it has arrived       the period is settled: its marks mean "wrong" where something was written down, and nothing elsewhere
/// </code></remarks>
internal sealed unsafe class Faults
{
    /// <summary>Of all places, and their bytes.</summary>
    internal const int Numbers = FaultPlaces.Count * Fault.Numbers, Bytes = Numbers * sizeof(int);

    private readonly Queue<(FaultPeriod Period, nint Written)> _underWay = new();

    // What nobody was told yet, and who asked for it.
    private readonly (Fault? Fault, Thread? Thread)[] _untold = new (Fault?, Thread?)[FaultPlaces.Count];
    private readonly Thread?[] _threads = new Thread?[FaultPlaces.Count];
    private FaultPeriod _open = new();
    private long _settled;
    private bool _anyUntold;

    /// <summary>May there be something that was not fetched?</summary>
    internal bool MayBeMore => _open.Asked != 0;

    /// <summary>So many periods were closed.</summary>
    internal long Closed { get; private set; }

    /// <summary>This thread put a kernel in that writes down what is wrong.</summary>
    internal Mark Asked()
    {
        int place = FaultPlaces.Mine;
        _threads[place] = Thread.CurrentThread;
        _open.Asked |= FaultPlaces.Bit(place);
        return new Mark(_open, FaultPlaces.Bit(place));
    }

    /// <summary>On what depends what is computed from both.</summary>
    internal Mark Of(Mark one, Mark other)
    {
        (one, other) = (one.Now, other.Now);
        if (other.Places == 0 || one.IsWrong) return one;
        if (one.Places == 0 || other.IsWrong) return other;
        if (one.Period != _open && one.Period != other.Period) _open.Take(one);
        if (other.Period != _open && one.Period != other.Period) _open.Take(other);
        return new Mark(one.Period == other.Period ? one.Period : _open, one.Places | other.Places);
    }

    /// <summary>Closes the period.</summary>
    /// <returns>Where what its kernels wrote down is to be fetched to: <see cref="Bytes"/> bytes, which stay until it is settled.</returns>
    internal void* Close()
    {
        void* written = NativeMemory.AllocZeroed(Bytes);
        _underWay.Enqueue((_open, (nint)written));
        _open = new FaultPeriod();
        Closed++;
        return written;
    }

    /// <summary>What was fetched for the first so many periods has arrived.</summary>
    internal void Settle(long closed)
    {
        for (; _settled < closed; _settled++)
        {
            (FaultPeriod period, nint written) = _underWay.Dequeue();
            var numbers = new ReadOnlySpan<int>((void*)written, Numbers);
            for (int place = 0; place < FaultPlaces.Count; place++)
            {
                if (Fault.From(numbers.Slice(place * Fault.Numbers, Fault.Numbers)) is not { } fault || _untold[place].Fault is not null) continue;
                _untold[place] = (fault, _threads[place]);
                _anyUntold = true;
            }
            period.Settle(numbers);
            NativeMemory.Free((void*)written);
        }
    }

    /// <summary>What the reader of an array with that mark is told: what is wrong with it; else what this thread, or one that has ended, was not told.</summary>
    internal Fault? ToTell(Mark mark)
    {
        mark = mark.Now;
        if (mark.IsWrong)
        {
            int place = System.Numerics.BitOperations.TrailingZeroCount(mark.Places);
            Fault fault = mark.Period![place];
            if (_untold[place].Fault == fault) _untold[place] = default;
            return fault;
        }
        if (!_anyUntold) return null;
        for (int place = 0; place < FaultPlaces.Count; place++)
        {
            (Fault? fault, Thread? thread) = _untold[place];
            if (fault is null || (thread != Thread.CurrentThread && thread is { IsAlive: true })) continue;
            _untold[place] = default;
            return fault;
        }
        _anyUntold = _untold.Any(waiting => waiting.Fault is not null);
        return null;
    }
}
