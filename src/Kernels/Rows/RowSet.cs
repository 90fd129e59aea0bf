using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>Rows along the last axis of x, with what stands beside them and where the results go.</summary>
internal readonly unsafe struct RowSet<T>
    where T : unmanaged
{
    /// <summary>Strips that a row may need: for x, y and z.</summary>
    internal const int Strips = 3;

    private readonly Loop _loop;
    private readonly T* _x, _y, _z, _factor;
    private readonly int* _hot;
    private readonly nint _xStep, _yStep, _zStep;

    /// <param name="x">The rows that are read.</param>
    /// <param name="beside">What stands beside them.</param>
    /// <param name="z">Rows of the same length, or of length 1 for a fold.</param>
    /// <param name="length">The length of a row of x.</param>
    internal RowSet(in View<T> x, in Beside<T> beside, in View<T> z, int length)
    {
        Length = length;
        _x = CpuDevice.PointerTo(x);
        _z = CpuDevice.PointerTo(z);
        _xStep = x.Layout.Strides[^1];
        _zStep = z.Layout.Sizes[^1] == 1 ? 1 : z.Layout.Strides[^1];
        Layout xs = Outer(x.Layout), ys = xs, factors = xs;
        if (beside.Rows is { } rows)
        {
            _y = CpuDevice.PointerTo(rows);
            _yStep = rows.Layout.Strides[^1];
            ys = Outer(rows.Layout);
        }
        else if (beside.Hot is { } hot)
        {
            _hot = CpuDevice.PointerTo(hot);
            ys = Outer(hot.Layout);
        }
        if (beside.Factor is { } factor)
        {
            _factor = CpuDevice.PointerTo(factor);
            factors = Outer(factor.Layout);
        }
        _loop = Loop.Over(Outer(z.Layout), xs, ys, factors);
    }

    /// <summary>The length of a row of x.</summary>
    internal int Length { get; }

    /// <summary>The number of rows.</summary>
    internal int Count => _loop.Rows * _loop.Row;

    /// <summary>A strip holds a row, and at least a register.</summary>
    internal int StripLength => Math.Max(Length, Vector<T>.Count);

    internal bool PacksX => _xStep != 1 || Length < Vector<T>.Count;

    internal bool PacksY => _y is not null && (_yStep != 1 || Length < Vector<T>.Count);

    internal bool PacksZ => _zStep != 1 || Length < Vector<T>.Count;

    internal bool IsHot => _hot is not null;

    internal bool NeedsStrips => PacksX || PacksY || PacksZ || IsHot;

    /// <summary>Where a row begins for each operand.</summary>
    internal void Find(int row, out T* x, out T* y, out T* z)
    {
        (int outer, int inner) = Split(row);
        z = _z + _loop.Start(0, outer) + inner * _loop.Stride(0);
        x = _x + _loop.Start(1, outer) + inner * _loop.Stride(1);
        y = _y is null ? null : _y + _loop.Start(2, outer) + inner * _loop.Stride(2);
    }

    /// <summary>The position of the 1 in a hot row.</summary>
    internal int Hot(int row)
    {
        (int outer, int inner) = Split(row);
        return _hot[_loop.Start(2, outer) + inner * _loop.Stride(2)];
    }

    /// <summary>The factor on all that a row gives.</summary>
    internal T Factor(int row, T none)
    {
        if (_factor is null) return none;
        (int outer, int inner) = Split(row);
        return _factor[_loop.Start(3, outer) + inner * _loop.Stride(3)];
    }

    internal void PackX(T* x, T* strip) => Pack(x, _xStep, strip);

    internal void PackY(T* y, T* strip) => Pack(y, _yStep, strip);

    internal void Unpack(T* strip, T* z)
    {
        for (int i = 0; i < Length; i++) z[i * _zStep] = strip[i];
    }

    // Lanes beyond a short row repeat its last element, so that none computes on garbage.
    private void Pack(T* source, nint step, T* strip)
    {
        for (int i = 0; i < Length; i++) strip[i] = source[i * step];
        for (int i = Length; i < Vector<T>.Count; i++) strip[i] = i == 0 ? default : strip[i - 1];
    }

    // Mostly the rows are one walk: then nothing is divided.
    private (int Outer, int Inner) Split(int row) => row < _loop.Row ? (0, row) : int.DivRem(row, _loop.Row);

    private static Layout Outer(in Layout layout) => new(layout.Sizes[..^1], layout.Strides[..^1], layout.Offset);
}
