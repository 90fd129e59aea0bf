using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace DeepPuzzles.Kernels;

/// <summary>Asks memory for the lines of rows that a loop will come to, in the order in which they lie there. The processor guesses too, but its guesses stop
/// at pages and at the ends of pieces, and go wrong where several rows are read side by side. In a cache it costs more than it brings.</summary>
internal unsafe struct Prefetch
{
    /// <summary>Bytes of a cache line.</summary>
    internal const int Line = 64;

    /// <summary>From this many bytes of input on they come from memory.</summary>
    internal const long Far = 16 << 20;

    /// <summary>So many bytes ahead of what is read now: what arrives while a line is on its way. With half or three times of it sums were slower.</summary>
    internal const int Ahead = 12 << 10;

    private readonly nint _step;
    private readonly int _lines;
    private byte* _row, _next;
    private int _left;

    /// <summary>Rows of so many lines, so many bytes apart.</summary>
    internal Prefetch(byte* row, nint step, int lines)
    {
        _row = _next = row;
        _step = step;
        _lines = _left = lines;
    }

    internal static int Lines(long bytes) => (int)((bytes + Line - 1) / Line);

    /// <summary>The next few lines. Addresses beyond the array are harmless.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Next(int count)
    {
        for (; count > 0; count--)
        {
            Of(_next);
            _next += Line;
            if (--_left > 0) continue;
            _left = _lines;
            _next = _row += _step;
        }
    }

    /// <summary>So many bytes from there on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Of(void* start, int bytes)
    {
        for (int at = 0; at < bytes; at += Line) Of((byte*)start + at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Of(void* address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(address);        // elsewhere .NET has no such instruction
    }
}
