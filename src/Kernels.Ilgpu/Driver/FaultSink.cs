using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>Where a kernel writes down what it finds wrong in its data: the last parameter of those that may. See <see cref="Faults"/>.</summary>
internal readonly struct FaultSink(ArrayView<int> numbers, int from)
{
    private readonly ArrayView<int> _numbers = numbers;
    private readonly int _from = from;

    /// <summary>False of the sink of a kernel that has nothing to look up, which is default.</summary>
    internal bool IsThere => _numbers.IsValid;

    /// <summary>The first thread that comes is heard.</summary>
    // ILGPU takes what an atomic operation gives for the same in all threads where its operands are, and writes a branch that a warp must take as one; so
    // each thread brings its own number, which is 1 in all.
    internal void Tell(int kind, int index, int position, int axis, int size)
    {
        if (Atomic.CompareExchange(ref _numbers[_from], 0, 1 + (Group.IdxX >> 31)) != 0) return;
        _numbers[_from + 1] = kind;
        _numbers[_from + 2] = index;
        _numbers[_from + 3] = position;
        _numbers[_from + 4] = axis;
        _numbers[_from + 5] = size;
    }
}
