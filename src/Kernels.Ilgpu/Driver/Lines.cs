using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>An array of a kernel as lines along one of its axes: a walk goes over the lines.</summary>
/// <typeparam name="T">As of <see cref="Strided{T}"/>.</typeparam>
internal readonly struct Lines<T>(ArrayView<T> memory, in Steps steps, int step)
    where T : unmanaged
{
    private readonly ArrayView<T> _memory = memory;
    private readonly Steps _steps = steps;
    private readonly int _step = step;

    /// <summary>The line there.</summary>
    internal Line<T> this[in Walk walk, in Coordinates c] => new(_memory, _steps.At(walk, c), _step);
}

/// <summary>Elements that lie equal steps apart.</summary>
internal readonly struct Line<T>(ArrayView<T> memory, int from, int step)
    where T : unmanaged
{
    private readonly ArrayView<T> _memory = memory;
    private readonly int _from = from, _step = step;

    internal ref T this[int i] => ref _memory[_from + i * _step];
}
