using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

/// <summary>The arrays that one kernel reads and writes: what is checked before it is put into the queue, and where faults go with the data.</summary>
internal struct Accesses
{
    /// <summary>Arrays of a kernel, at most.</summary>
    internal const int Most = 8;

    private Buffers _buffers;
    private Ends _ends;
    private int _written, _replaced;

    internal int Count { get; private set; }

    internal readonly AcceleratorBuffer this[int array] => _buffers[array]!;

    /// <summary>An array that is read.</summary>
    internal void Read(AcceleratorBuffer buffer)
    {
        if (Count == Most) throw new InvalidOperationException($"a kernel takes at most {Most} arrays");
        _buffers[Count++] = buffer;
    }

    /// <summary>An array of which every element is written and none read.</summary>
    internal void Replace<T>(AcceleratorBuffer buffer, in Layout layout)
        where T : unmanaged => Write<T>(buffer, layout, layout is { Offset: 0, IsContiguous: true });

    /// <summary>An array that is read and written, or of which some elements are written.</summary>
    internal void Update<T>(AcceleratorBuffer buffer, in Layout layout)
        where T : unmanaged => Write<T>(buffer, layout, false);

    /// <summary>The same for all of a buffer.</summary>
    internal void Update(AcceleratorBuffer buffer)
    {
        Read(buffer);
        _written |= 1 << (Count - 1);
        _ends[Count - 1] = buffer.Bytes;
    }

    /// <summary>Is that array written; and if so, up to which byte, and does nothing stay below of what was there?</summary>
    internal readonly bool IsWritten(int array, out long end, out bool replaces)
    {
        (end, replaces) = (_ends[array], (_replaced >> array & 1) != 0);
        return (_written >> array & 1) != 0;
    }

    private unsafe void Write<T>(AcceleratorBuffer buffer, in Layout layout, bool replaces)
        where T : unmanaged
    {
        Update(buffer);
        if (replaces) _replaced |= 1 << (Count - 1);
        if (layout.IsContiguous) _ends[Count - 1] = ((long)layout.Offset + layout.Count) * sizeof(T);
    }

    [InlineArray(Most)]
    private struct Buffers
    {
        private AcceleratorBuffer? _first;
    }

    [InlineArray(Most)]
    private struct Ends
    {
        private long _first;
    }
}
