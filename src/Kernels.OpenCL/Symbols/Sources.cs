using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>The sources of one type of op that were asked for last.</summary>
/// <typeparam name="TOp">The op.</typeparam>
/// <typeparam name="T">The element type.</typeparam>
internal static class Sources<TOp, T>
    where TOp : struct
{
    /// <summary>So many are kept; a learning rate that changes at every step makes a new one each time.</summary>
    private const int Most = 32;

    private static readonly Lock s_door = new();
    private static Entry[] s_entries = [];

    private readonly record struct Entry(string Kind, TOp Op, string Prefix, string Type, OpSource Source)
    {
        internal bool Fits(string kind, string prefix, string type) => Kind == kind && Prefix == prefix && Type == type;
    }

    /// <summary>The source of that op, or null.</summary>
    internal static OpSource? Find(string kind, TOp op, string prefix, string type)
    {
        foreach (ref readonly Entry entry in Volatile.Read(ref s_entries).AsSpan())
        {
            if (entry.Fits(kind, prefix, type) && IsSame(entry.Op, op)) return entry.Source;
        }
        return null;
    }

    // By bits: a factor of -0 equals one of 0, but is another. The bits of references mean nothing.
    private static bool IsSame(TOp x, TOp y) => !Fields<TOp>.Any || (!RuntimeHelpers.IsReferenceOrContainsReferences<TOp>() && Bits(ref x).SequenceEqual(Bits(ref y)));

    private static ReadOnlySpan<byte> Bits(ref TOp op) => MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<TOp, byte>(ref op), Unsafe.SizeOf<TOp>());

    /// <summary>Writes the source of that op and keeps it, the newest first. An equal text is one string.</summary>
    internal static OpSource Keep(string kind, TOp op, string prefix, string type, TracedOp traced)
    {
        string text = new ProgramWriter(traced, prefix, type).Write();
        Trial.Of(traced);
        lock (s_door)
        {
            foreach (Entry entry in s_entries)
            {
                if (entry.Source.Text == text) text = entry.Source.Text;
            }
            var source = new OpSource(traced.Title, text, [.. traced.Constants]);
            Volatile.Write(ref s_entries, [new Entry(kind, op, prefix, type, source), .. s_entries.AsSpan(0, Math.Min(s_entries.Length, Most - 1))]);
            return source;
        }
    }
}
