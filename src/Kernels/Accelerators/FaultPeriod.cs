namespace DeepPuzzles.Kernels;

/// <summary>The time between two looks at what kernels wrote down. While it lasts nobody knows; afterwards it says what was wrong in the kernels of each
/// place.</summary>
internal sealed class FaultPeriod
{
    private Fault?[]? _faults;
    private List<Mark>? _taken;

    /// <summary>The places whose kernels may write something down.</summary>
    internal ulong Asked { get; set; }

    /// <summary>The places where something was wrong.</summary>
    internal ulong Faulty { get; private set; }

    /// <summary>Is it known what was wrong?</summary>
    internal bool IsSettled { get; private set; }

    internal Fault this[int place] => _faults?[place] ?? throw new InvalidOperationException($"nothing is wrong at place {place}");

    /// <summary>Data of an earlier period, of which nothing is known yet, goes into data of this one.</summary>
    internal void Take(Mark earlier)
    {
        Asked |= earlier.Places;
        _taken ??= [];
        if (!_taken.Contains(earlier)) _taken.Add(earlier);
    }

    /// <summary>After all earlier periods.</summary>
    /// <param name="written">What the kernels wrote down, place by place.</param>
    internal void Settle(ReadOnlySpan<int> written)
    {
        for (int place = 0; place < FaultPlaces.Count; place++) Add(place, Fault.From(written.Slice(place * Fault.Numbers, Fault.Numbers)));
        foreach (Mark mark in _taken ?? [])
        {
            for (int place = 0; place < FaultPlaces.Count; place++)
            {
                if ((mark.Places & mark.Period!.Faulty & FaultPlaces.Bit(place)) != 0) Add(place, mark.Period[place]);
            }
        }
        _taken = null;
        IsSettled = true;
    }

    private void Add(int place, Fault? fault)
    {
        if (fault is null || _faults?[place] is not null) return;
        (_faults ??= new Fault?[FaultPlaces.Count])[place] = fault;
        Faulty |= FaultPlaces.Bit(place);
    }
}

/// <summary>On whose faults an array depends: places of a period; default depends on none.</summary>
internal readonly record struct Mark(FaultPeriod? Period, ulong Places)
{
    /// <summary>None where it is known by now that nothing was wrong.</summary>
    internal Mark Now
    {
        get
        {
            if (Period is not { IsSettled: true } known) return this;
            ulong faulty = Places & known.Faulty;
            return faulty == 0 ? default : new Mark(known, faulty);
        }
    }

    /// <summary>Is it known that the array is wrong?</summary>
    internal bool IsWrong => Now is { Period.IsSettled: true };
}
