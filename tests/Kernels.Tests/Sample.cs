using System.Numerics;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>How the elements of a test array lie in memory.</summary>
public enum Walk
{
    /// <summary>Row-major, no gaps.</summary>
    Dense,

    /// <summary>The last axis varies slowest.</summary>
    Transposed,

    /// <summary>Every second element, every third row, from an offset.</summary>
    Sliced,

    /// <summary>Backwards along every axis.</summary>
    Reversed,

    /// <summary>The first axis repeats one slice.</summary>
    BroadcastFirst,

    /// <summary>The last axis repeats one element.</summary>
    BroadcastLast,
}

/// <summary>Arrays with any strides, their memory taken from one pool and given back together.</summary>
internal sealed partial class Sample(ulong seed = 1) : IDisposable
{
    // Half the distance from 1 to the next number.
    internal const double FloatUnit = 1.0 / (1 << 24), DoubleUnit = 1.0 / (1L << 53);

    internal static readonly Walk[] Walks = Enum.GetValues<Walk>();

    private readonly CpuDevice _memory = new(1);
    private readonly List<Kernels.Buffer> _buffers = [];
    private ulong _draws;

    internal static ReferenceDevice Reference { get; } = new();

    /// <summary>Where the elements of a walk lie, and how many elements of memory that takes.</summary>
    internal static (Layout Layout, int Memory) LayOut(Walk walk, params int[] sizes)
    {
        int[] strides = new int[sizes.Length];
        int stride = 1, offset = 0, memory = 1;
        for (int i = 0; i < sizes.Length; i++)
        {
            int axis = walk == Walk.Transposed ? i : sizes.Length - 1 - i;
            int size = Math.Max(1, sizes[axis]);
            bool repeats = (walk == Walk.BroadcastFirst && axis == 0) || (walk == Walk.BroadcastLast && axis == sizes.Length - 1);
            if (walk == Walk.Sliced) stride *= i == 0 ? 2 : i == 1 ? 3 : 1;
            strides[axis] = repeats ? 0 : walk == Walk.Reversed ? -stride : stride;
            if (walk == Walk.Reversed) offset += (size - 1) * stride;
            memory += repeats ? 0 : (size - 1) * stride;
            if (!repeats) stride *= size;
        }
        if (walk == Walk.Sliced) offset += 5;
        return (new Layout(sizes, strides, offset), memory + 5);
    }

    /// <summary>An array whose memory is filled with that value.</summary>
    internal View<T> Full<T>(T value, Walk walk, params int[] sizes)
        where T : unmanaged
    {
        (Layout layout, int memory) = LayOut(walk, sizes);
        var view = new View<T>(Take<T>(memory), layout);
        _memory.Fill(value, new View<T>(view.Buffer, Layout.Contiguous([memory])));
        return view;
    }

    /// <summary>An array of numbers: floats from -2 to 2, integers from -5 to 5.</summary>
    internal View<T> Numbers<T>(Walk walk, params int[] sizes)
        where T : unmanaged, INumber<T>
    {
        (Layout layout, int memory) = LayOut(walk, sizes);
        var values = new T[memory];
        for (int i = 0; i < memory; i++)
        {
            double unit = Philox.Block((ulong)i, _draws, seed).W0 / (double)uint.MaxValue;
            values[i] = T.CreateTruncating(typeof(T) == typeof(int) ? Math.Floor(unit * 11) - 5 : unit * 4 - 2);
        }
        _draws++;
        return Place(values, layout);
    }

    /// <summary>An array of indices below the limit.</summary>
    internal View<int> Indices(int limit, Walk walk, params int[] sizes)
    {
        (Layout layout, int memory) = LayOut(walk, sizes);
        int[] values = new int[memory];
        for (int i = 0; i < memory; i++) values[i] = (int)(Philox.Block((ulong)i, _draws, seed).W1 % (uint)limit);
        _draws++;
        return Place(values, layout);
    }

    /// <summary>An array of coin tosses.</summary>
    internal View<bool> Mask(Walk walk, params int[] sizes)
    {
        (Layout layout, int memory) = LayOut(walk, sizes);
        bool[] values = new bool[memory];
        for (int i = 0; i < memory; i++) values[i] = Philox.Block((ulong)i, _draws, seed).W2 % 2 == 0;
        _draws++;
        return Place(values, layout);
    }

    /// <summary>A dense array with those values.</summary>
    internal View<T> Dense<T>(T[] values, params int[] sizes)
        where T : unmanaged => Place(values, Layout.Contiguous(sizes));

    /// <summary>The elements in row-major order.</summary>
    internal static T[] Values<T>(in View<T> view)
        where T : unmanaged
    {
        var values = new T[view.Layout.Count];
        Reference.Read(view, values);
        return values;
    }

    /// <summary>Asserts that both hold the same numbers; xunit's own comparison is slow, so it only tells what differs.</summary>
    internal static void Same<T>(T[] expected, T[] actual)
        where T : unmanaged
    {
        if (!expected.AsSpan().SequenceEqual(actual)) Assert.Equal(expected, actual);
    }

    private View<T> Place<T>(T[] values, Layout layout)
        where T : unmanaged
    {
        var buffer = Take<T>(values.Length);
        _memory.Write<T>(values, new View<T>(buffer, Layout.Contiguous([values.Length])));
        return new View<T>(buffer, layout);
    }

    private unsafe Kernels.Buffer Take<T>(int count)
        where T : unmanaged
    {
        var buffer = _memory.Acquire((long)count * sizeof(T));
        _buffers.Add(buffer);
        return buffer;
    }

    public void Dispose()
    {
        foreach (var buffer in _buffers) _memory.Release(buffer);
    }
}
