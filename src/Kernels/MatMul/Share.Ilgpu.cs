using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>The four numbers of a tile that a thread brings in.</summary>
internal readonly struct Share
{
    internal readonly int Line, Gap, Depth, Lines;
    internal readonly bool IsMine, IsFour;
    private readonly int _way;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Share(int item, int way, int tile, int depth)
    {
        int quarter = tile / 4, deep = way == Way.FourDepths ? Math.Max(1, depth / 4) : depth;
        bool along = (way & 1) != 0;
        IsMine = item < quarter * depth;
        IsFour = way >= Way.FourLines;
        _way = way;
        Lines = way == Way.FourLines ? 4 : 1;
        Gap = IsFour ? 0 : quarter;
        Line = along ? item / deep : way == Way.FourLines ? item % quarter * 4 : item % quarter;
        Depth = way == Way.FourDepths ? item % deep * 4 : along ? item % deep : item / quarter;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Put<T>(Four<T> numbers, ArrayView<Four<T>> tile, int from, int pitch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int at = from + Depth * pitch + Line;
        if (_way == Way.FourLines)
        {
            tile[at / 4] = numbers;
            return;
        }
        ArrayView<T> each = tile.Cast<T>();
        int gap = _way == Way.FourDepths ? pitch : Gap;
        each[at] = numbers.A;
        each[at + gap] = numbers.B;
        each[at + 2 * gap] = numbers.C;
        each[at + 3 * gap] = numbers.D;
    }
}
