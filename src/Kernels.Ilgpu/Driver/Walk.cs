using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

// Named fields, the innermost axis first: a fixed buffer, whose place is computed, would be copied to each thread's own memory before anything else.

/// <summary>The sizes that all operands of a kernel have, as flat as their strides allow, and how a kernel goes through them: thread by thread, in
/// steps of all threads.</summary>
internal readonly struct Walk
{
    private readonly int _size0, _size1, _size2, _size3, _size4, _size5, _size6;

    internal Walk(in Loop loop)
    {
        (Count, Axes) = (loop.Rows * loop.Row, Math.Max(1, loop.Axes));
        _size0 = Size(loop, 0);
        _size1 = Size(loop, 1);
        _size2 = Size(loop, 2);
        _size3 = Size(loop, 3);
        _size4 = Size(loop, 4);
        _size5 = Size(loop, 5);
        _size6 = Size(loop, 6);
    }

    /// <summary>Elements.</summary>
    internal int Count { get; }

    internal int Axes { get; }

    /// <summary>The first element of this thread.</summary>
    internal static long First => (long)Grid.IdxX * Group.DimX + Group.IdxX;

    /// <summary>From one element of a thread to its next.</summary>
    internal static long Step => (long)Grid.DimX * Group.DimX;

    /// <summary>Where an element stands along each axis.</summary>
    internal Coordinates At(int element)
    {
        Coordinates c = default;
        c.I0 = element;
        if (Axes == 1) return c;
        c.I1 = Split(ref c.I0, _size0);
        if (Axes == 2) return c;
        c.I2 = Split(ref c.I1, _size1);
        if (Axes == 3) return c;
        c.I3 = Split(ref c.I2, _size2);
        if (Axes == 4) return c;
        c.I4 = Split(ref c.I3, _size3);
        if (Axes == 5) return c;
        c.I5 = Split(ref c.I4, _size4);
        if (Axes == 6) return c;
        c.I6 = Split(ref c.I5, _size5);
        if (Axes == 7) return c;
        c.I7 = Split(ref c.I6, _size6);
        return c;
    }

    private static int Split(ref int inner, int size)
    {
        int outer = inner / size;
        inner -= outer * size;
        return outer;
    }

    private static int Size(in Loop loop, int axis) => axis < loop.Axes ? loop.Size(loop.Axes - 1 - axis) : 1;
}

/// <summary>Where an element stands along each axis of a walk, the innermost first.</summary>
internal struct Coordinates
{
    internal int I0, I1, I2, I3, I4, I5, I6, I7;
}

/// <summary>Where the elements of one operand of a walk lie in its buffer.</summary>
internal readonly struct Steps
{
    private readonly int _offset, _step0, _step1, _step2, _step3, _step4, _step5, _step6, _step7;

    internal Steps(in Loop loop, int operand, int offset)
    {
        _offset = offset;
        _step0 = Of(loop, operand, 0);
        _step1 = Of(loop, operand, 1);
        _step2 = Of(loop, operand, 2);
        _step3 = Of(loop, operand, 3);
        _step4 = Of(loop, operand, 4);
        _step5 = Of(loop, operand, 5);
        _step6 = Of(loop, operand, 6);
        _step7 = Of(loop, operand, 7);
    }

    /// <summary>The place of an element.</summary>
    internal int At(in Walk walk, in Coordinates c)
    {
        int place = _offset + c.I0 * _step0;
        if (walk.Axes == 1) return place;
        place += c.I1 * _step1;
        if (walk.Axes == 2) return place;
        place += c.I2 * _step2;
        if (walk.Axes == 3) return place;
        place += c.I3 * _step3;
        return walk.Axes == 4 ? place : place + c.I4 * _step4 + c.I5 * _step5 + c.I6 * _step6 + c.I7 * _step7;
    }

    private static int Of(in Loop loop, int operand, int axis) => axis < loop.Axes ? (int)loop.Stride(operand, loop.Axes - 1 - axis) : 0;
}

/// <summary>An array of a kernel: the memory of its buffer, and where in it its elements lie.</summary>
/// <typeparam name="T">float, double, int or byte; uint or ulong where only bits are moved.</typeparam>
internal readonly struct Strided<T>(ArrayView<T> memory, in Steps steps)
    where T : unmanaged
{
    private readonly ArrayView<T> _memory = memory;
    private readonly Steps _steps = steps;

    /// <summary>The element there.</summary>
    internal ref T this[in Walk walk, in Coordinates c] => ref _memory[_steps.At(walk, c)];
}
