using System.Numerics;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary><see cref="Beside{T}"/> for a kernel: other rows, or a 1 at one position of each row, or nothing; and a factor, or none.</summary>
internal readonly struct Neighbours<T>(int kind, in Lines<T> rows, in Strided<int> hots, int hasFactor, in Strided<T> factors)
    where T : unmanaged, INumber<T>
{
    internal const int Nothing = 0, Rows = 1, Hots = 2;

    private readonly int _kind = kind, _hasFactor = hasFactor;
    private readonly Lines<T> _rows = rows;
    private readonly Strided<int> _hots = hots;
    private readonly Strided<T> _factors = factors;

    /// <summary>What stands beside the row there.</summary>
    internal Neighbour<T> Of(in Walk walk, in Coordinates at, bool isRow) => new(_kind, _rows[walk, at], _kind == Hots && isRow ? _hots[walk, at] : -1);

    /// <summary>The factor of the row there.</summary>
    internal T Factor(in Walk walk, in Coordinates at, bool isRow) => _hasFactor != 0 && isRow ? _factors[walk, at] : T.One;
}

/// <summary>What stands beside one row.</summary>
internal readonly struct Neighbour<T>(int kind, in Line<T> row, int hot)
    where T : unmanaged, INumber<T>
{
    private readonly int _kind = kind;
    private readonly Line<T> _row = row;

    /// <summary>The position of the 1.</summary>
    internal int Hot { get; } = hot;

    /// <summary>Beside an element of the row.</summary>
    internal T this[int i] => _kind == Neighbours<T>.Rows ? _row[i] : i == Hot ? T.One : T.Zero;

    /// <summary>Is there a 1 that lies outside of the row?</summary>
    internal bool IsHotOutside(int length) => _kind == Neighbours<T>.Hots && (Hot < 0 || Hot >= length);
}
