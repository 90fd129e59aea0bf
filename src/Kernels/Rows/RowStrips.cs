using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>One row as the kernel sees it: side by side, and at least a register long. What does not lie so goes through strips.</summary>
internal unsafe struct RowStrips<T>
    where T : unmanaged, INumber<T>
{
    private readonly T* _strips;
    private int _hot;

    /// <param name="rows">The rows.</param>
    /// <param name="strips">Memory for three strips.</param>
    internal RowStrips(in RowSet<T> rows, T* strips)
    {
        _strips = strips;
        Length = rows.Length;
        int width = Vector<T>.Count;
        Whole = Length - Length % width;
        Last = Math.Max(0, Length - width);
        // The last register ends at the last element and takes what the whole ones have left; a short row begins it.
        IsNew = Length < width
            ? Vector.LessThan(Vector<T>.Indices, Vector.Create(T.CreateTruncating(Length)))
            : Vector.GreaterThanOrEqual(Vector<T>.Indices, Vector.Create(T.CreateTruncating(width - Length % width)));
        if (rows.IsHot) new Span<T>(strips + rows.StripLength, rows.StripLength).Clear();
    }

    /// <summary>The number of elements.</summary>
    internal readonly int Length { get; }

    /// <summary>The elements in whole registers.</summary>
    internal readonly int Whole { get; }

    /// <summary>Where the last register begins, when there is a rest.</summary>
    internal readonly int Last { get; }

    /// <summary>The lanes of the last register that no whole one has.</summary>
    internal readonly Vector<T> IsNew { get; }

    internal T* X { get; private set; }

    /// <summary>Null where nothing stands beside.</summary>
    internal T* Y { get; private set; }

    internal T* Z { get; private set; }

    /// <summary>Where the result belongs.</summary>
    internal T* Target { get; private set; }

    internal T Factor { get; private set; }

    internal void Load(in RowSet<T> rows, int row)
    {
        rows.Find(row, out T* x, out T* y, out T* z);
        T* second = _strips + rows.StripLength;
        X = x;
        Y = y;
        Z = Target = z;
        if (rows.PacksX) rows.PackX(x, X = _strips);
        if (rows.IsHot)
        {
            Y = second;
            second[_hot] = T.Zero;
            second[_hot = rows.Hot(row)] = T.One;
        }
        else if (rows.PacksY) rows.PackY(y, Y = second);
        if (rows.PacksZ) Z = second + rows.StripLength;
        Factor = rows.Factor(row, T.One);
    }

    internal readonly void Store(in RowSet<T> rows)
    {
        if (rows.PacksZ) rows.Unpack(Z, Target);
    }
}
