using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

/// <summary>How files of tensors are read.</summary>
public sealed record ReadOptions
{
    /// <summary>The memory limit where none is given: 4 GiB.</summary>
    public const long DefaultMemoryLimit = 4L << 30;

    internal static ReadOptions Default { get; } = new();

    /// <summary>The most bytes that the tensors of one file may take, as they are in memory: elements of 2 bytes that become float32 count 4. A
    /// file that needs more is refused before they are allocated, however small it is on disk. 4 GiB unless said otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public long MemoryLimit
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = DefaultMemoryLimit;

    /// <summary>Where the tensors are put; the CPU when null.</summary>
    public Device? Device { get; init; }
}
