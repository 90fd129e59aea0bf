using System.Numerics;
using DeepPuzzles.Kernels;
using Buffer = DeepPuzzles.Kernels.Buffer;

namespace DeepPuzzles.Bench.Measure;

/// <summary>An array of the peers in this process: as ours it begins at a multiple of 64 bytes, and the garbage collector does not move it.</summary>
internal sealed unsafe class Aligned<T>
    where T : unmanaged
{
    private const int Alignment = 64;
    private readonly T[] _array;
    private readonly int _start;
    private readonly int _length;

    public Aligned(int length)
    {
        _length = length;
        _array = GC.AllocateArray<T>(length + Alignment / sizeof(T), pinned: true);
        fixed (T* first = _array) _start = (int)((Alignment - (nint)first % Alignment) % Alignment / sizeof(T));
    }

    public Span<T> Span => _array.AsSpan(_start, _length);

    /// <summary>Holds while this object lives.</summary>
    public T* Pointer
    {
        get
        {
            fixed (T* first = _array) return first + _start;
        }
    }
}

/// <summary>The numbers that everybody computes with, ours and the peers in any language.</summary>
internal static class Values
{
    // Two primes and a third: numbers without a visible pattern that need no generator on the other side.
    private const long Step = 7919, Start = 104729;

    /// <summary>After so many the numbers repeat.</summary>
    public const long Period = 1009;

    /// <summary>Element i of array number seed: a number in [-1/2, 1/2).</summary>
    public static double At(long i, int seed) => (i * Step + seed * Start) % Period / (double)Period - 0.5;

    /// <summary>scale · u + shift.</summary>
    public static void Fill<T>(Span<T> array, int seed, double scale = 1, double shift = 0)
        where T : IBinaryFloatingPointIeee754<T>
    {
        int known = (int)Math.Min(Period, array.Length);
        for (int i = 0; i < known; i++) array[i] = T.CreateTruncating(At(i, seed) * scale + shift);
        // What is filled repeats, and is twice as much each time.
        for (; known < array.Length; known += Math.Min(known, array.Length - known)) array[..Math.Min(known, array.Length - known)].CopyTo(array[known..]);
    }

    public static double MeanAbsolute<T>(ReadOnlySpan<T> array)
        where T : IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        foreach (T value in array) sum += Math.Abs(double.CreateTruncating(value));
        return sum / array.Length;
    }

    /// <summary>An array of a device with those numbers, in row-major order of its layout's memory.</summary>
    public static View<T> On<T>(Device device, ReadOnlySpan<int> sizes, int seed, double scale = 1, double shift = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        View<T> view = Empty<T>(device, sizes);
        T[] host = new T[view.Layout.Count];
        Fill(host, seed, scale, shift);
        device.Write(host, view);
        return view;
    }

    /// <summary>An array of a device, to be written.</summary>
    public static unsafe View<T> Empty<T>(Device device, ReadOnlySpan<int> sizes)
        where T : unmanaged
    {
        Layout layout = Layout.Contiguous(sizes);
        Buffer buffer = device.Acquire((long)layout.Count * sizeof(T));
        return new View<T>(buffer, layout);
    }

    public static double MeanAbsolute<T>(Device device, in View<T> view)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] host = new T[view.Layout.Count];
        device.Read(view, host);
        return MeanAbsolute<T>(host);
    }
}
