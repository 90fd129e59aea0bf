namespace DeepPuzzles.Kernels;

/// <summary>Buffers that wait, newest first, and the counts of what was taken and put here.</summary>
internal sealed class Shelf(int classes)
{
    private readonly (CpuBuffer? First, long Bytes)[] _waiting = new (CpuBuffer?, long)[classes];

    internal long Acquired, Released, BytesInUse;       // taken here and put elsewhere: in use may fall below 0, the sum over all shelves is right

    internal CpuBuffer? TryTake(int sizeClass)
    {
        ref (CpuBuffer? First, long Bytes) place = ref _waiting[sizeClass];
        if (place.First is not { } buffer) return null;
        place.First = buffer.Next;
        place.Bytes -= buffer.Bytes;
        buffer.Next = null;
        CountTaken(buffer);
        return buffer;
    }

    internal void CountTaken(CpuBuffer buffer)
    {
        buffer.InUse = true;
        Acquired++;
        BytesInUse += buffer.Bytes;
    }

    /// <summary>False when so many of this size wait already.</summary>
    internal bool TryPut(CpuBuffer buffer, long most)
    {
        ref (CpuBuffer? First, long Bytes) place = ref _waiting[buffer.SizeClass];
        if (place.Bytes >= most) return false;
        buffer.InUse = false;
        buffer.Touch();
        buffer.Next = place.First;
        place.First = buffer;
        place.Bytes += buffer.Bytes;
        Released++;
        BytesInUse -= buffer.Bytes;
        return true;
    }

    internal CpuBuffer? Clear(int sizeClass)
    {
        CpuBuffer? first = _waiting[sizeClass].First;
        _waiting[sizeClass] = default;
        return first;
    }
}
