using System.Numerics;
using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

internal static class ArgReduceKernel
{
    /// <summary>No position: a thread for which no element was left.</summary>
    private const int None = -1;

    // y[line, p] = the position in part p of a line of the element that the op keeps, the first of equals
    // Some threads share a part: each looks at the elements that lie items apart, and a tree in shared memory keeps the better one; where neither replaces
    // the other, that of the lower position, so that the parts change nothing. A second launch looks at the positions that the parts gave: among.
    internal static void Run<TOp, T>(Walk walk, TOp op, int items, int length, int parts, Lines<T> xs, int isSecond, Lines<int> among, Lines<int> ys)
        where TOp : struct, IArgReduction
        where T : unmanaged, INumber<T>
    {
        ArrayView<T> values = SharedMemory.Allocate<T>(Groups.Size);
        ArrayView<int> positions = SharedMemory.Allocate<int>(Groups.Size);
        int share = Group.IdxX, item = share % items, together = Group.DimX / items, most = (length - 1) / parts + 1;
        long pieces = (long)walk.Count * parts;
        for (long first = (long)Grid.IdxX * together; first < pieces; first += (long)Grid.DimX * together)
        {
            bool isPiece = first + share / items < pieces;
            int piece = isPiece ? (int)first + share / items : 0, line = piece / parts, part = piece % parts;
            Coordinates at = walk.At(line);
            int kept = None;
            T best = T.Zero;
            if (isPiece)
            {
                Line<T> x = xs[walk, at];
                Line<int> candidates = among[walk, at];
                int from = part * most, count = Math.Min(length - from, most);
                for (int i = item; i < count; i += items)
                {
                    int position = isSecond != 0 ? candidates[i] : from + i;
                    T next = x[position];
                    if (kept != None && !op.Replaces(next, best)) continue;
                    best = next;
                    kept = position;
                }
            }
            values[share] = best;
            positions[share] = kept;
            for (int reach = items / 2; reach > 0; reach /= 2)
            {
                Group.Barrier();
                if (item < reach && positions[share + reach] != None)
                {
                    T other = values[share + reach];
                    int position = positions[share + reach];
                    if (op.Replaces(other, best) || (!op.Replaces(best, other) && position < kept))
                    {
                        values[share] = best = other;
                        positions[share] = kept = position;
                    }
                }
            }
            if (isPiece && item == 0) ys[walk, at][part] = kept;
            Group.Barrier();        // before the next turn writes its values
        }
    }
}
