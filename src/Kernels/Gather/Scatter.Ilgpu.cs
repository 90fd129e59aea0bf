using System.Numerics;
using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

// No two threads write to one element, so nothing depends on who comes first. The walk goes over lines, all axes but the one.
internal static class ScatterKernel
{
    // y[…, index[…, i, …], …] += x[…, i, …], in the order of i
    // Many lines: a thread for each goes along its line.
    internal static void Lines<T>(Walk walk, int axis, int length, int size, Lines<T> xs, Lines<int> indices, Lines<T> ys, FaultSink faults)
        where T : unmanaged, INumber<T>
    {
        for (long i = Walk.First; i < walk.Count; i += Walk.Step)
        {
            Coordinates at = walk.At((int)i);
            Line<T> x = xs[walk, at], y = ys[walk, at];
            Line<int> index = indices[walk, at];
            for (int k = 0; k < length; k++)
            {
                int to = index[k];
                if (to < 0 || to >= size) faults.Tell(Fault.Scatter, to, k, axis, size);
                else y[to] += x[k];
            }
        }
    }

    // The same
    // Few lines: a thread for each element of y looks for its own among all indices; the group fetches them together.
    internal static void Elements<T>(Walk walk, int axis, int length, int size, Lines<T> xs, Lines<int> indices, Lines<T> ys, FaultSink faults)
        where T : unmanaged, INumber<T>
    {
        ArrayView<int> targets = SharedMemory.Allocate<int>(Groups.Size);
        ArrayView<T> values = SharedMemory.Allocate<T>(Groups.Size);
        int item = Group.IdxX, tiles = (size - 1) / Group.DimX + 1;
        int pieces = tiles * walk.Count;
        for (int piece = Grid.IdxX; piece < pieces; piece += Grid.DimX)
        {
            Coordinates at = walk.At(piece / tiles);
            int mine = piece % tiles * Group.DimX + item;
            Line<T> x = xs[walk, at], y = ys[walk, at];
            Line<int> index = indices[walk, at];
            T total = mine < size ? y[mine] : T.Zero;
            for (int first = 0; first < length; first += Group.DimX)
            {
                int count = Math.Min(Group.DimX, length - first);
                if (item < count)
                {
                    int to = index[first + item];
                    if (to < 0 || to >= size) faults.Tell(Fault.Scatter, to, first + item, axis, size);
                    targets[item] = to;
                    values[item] = x[first + item];
                }
                Group.Barrier();
                for (int j = 0; j < count; j++)
                {
                    if (targets[j] == mine) total += values[j];
                }
                Group.Barrier();
            }
            if (mine < size) y[mine] = total;
        }
    }
}
