namespace DeepPuzzles.Kernels;

/// <summary>The rows of B that a tile reads one after the other.</summary>
internal unsafe interface IRows<T>
    where T : unmanaged
{
    /// <summary>Where the row at hand has the tile's first column.</summary>
    T* At { get; }

    /// <summary>Goes to the next row.</summary>
    void Next();
}

/// <summary>Rows that are one step apart.</summary>
internal unsafe struct Stepped<T>(T* first, nint step) : IRows<T>
    where T : unmanaged
{
    private T* _at = first;

    public readonly T* At => _at;

    public void Next() => _at += step;
}

/// <summary>Rows at listed distances from one place.</summary>
internal unsafe struct Listed<T>(T* start, int* distances) : IRows<T>
    where T : unmanaged
{
    private int* _distance = distances;

    public readonly T* At => start + *_distance;

    public void Next() => _distance++;
}
