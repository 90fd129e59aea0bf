using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>Where a kernel writes down what it finds wrong in its data: the last parameter of those that may. See <see cref="Faults"/>.</summary>
internal readonly struct FaultSink(ArrayView<int> numbers, int from, int isThere)
{
    private readonly ArrayView<int> _numbers = numbers;
    private readonly int _from = from, _isThere = isThere;

    /// <summary>False of the sink of a kernel that has nothing to look up, which is default.</summary>
    internal bool IsThere => _isThere != 0;

    /// <summary>The first thread that comes is heard.</summary>
    internal void Tell(int kind, int index, int position, int axis, int size)
    {
        if (Atomic.CompareExchange(ref _numbers[_from], 0, 1) != 0) return;
        _numbers[_from + 1] = kind;
        _numbers[_from + 2] = index;
        _numbers[_from + 3] = position;
        _numbers[_from + 4] = axis;
        _numbers[_from + 5] = size;
    }
}
