using System.Numerics;
using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

internal static class ReduceKernel
{
    // y[k, p] = x[k, 0] op x[k, 1] op … over part p of all that is reduced
    // A group takes some neighbours k, outputs, and one part. Its threads share them: every thread combines up to ReduceSplit.Chain elements that lie
    // reducers apart, four at a time in four chains, and a tree in shared memory combines the threads. The host calls again with the parts until one is
    // left: the tree is fixed by sizes.
    internal static void Run<TOp, T>(Walk kept, Walk gone, TOp op, int parts, int outputs, ArrayView<T> x, Steps keptSteps, Steps goneSteps, ArrayView<T> y, int yOutput, int yPart)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        ArrayView<T> shares = SharedMemory.Allocate<T>(Groups.Size);
        int item = Group.IdxX, output = item % outputs, reducer = item / outputs, reducers = Group.DimX / outputs;
        int pieces = ((kept.Count - 1) / outputs + 1) * parts;
        for (int piece = Grid.IdxX; piece < pieces; piece += Grid.DimX)
        {
            int part = piece % parts, first = part * reducers * ReduceSplit.Chain;
            long k = (long)(piece / parts) * outputs + output;
            T a = op.Identity<T>(), b = a, c = a, d = a;
            if (k < kept.Count)
            {
                int start = keptSteps.At(kept, kept.At((int)k)), left = Math.Min(gone.Count - first, reducers * ReduceSplit.Chain);
                int i = reducer;
                for (; i + 3 * reducers < left; i += 4 * reducers)
                {
                    T x0 = x[start + goneSteps.At(gone, gone.At(first + i))], x1 = x[start + goneSteps.At(gone, gone.At(first + i + reducers))];
                    T x2 = x[start + goneSteps.At(gone, gone.At(first + i + 2 * reducers))], x3 = x[start + goneSteps.At(gone, gone.At(first + i + 3 * reducers))];
                    a = op.Combine(a, x0);
                    b = op.Combine(b, x1);
                    c = op.Combine(c, x2);
                    d = op.Combine(d, x3);
                }
                if (i < left) a = op.Combine(a, x[start + goneSteps.At(gone, gone.At(first + i))]);
                if (i + reducers < left) b = op.Combine(b, x[start + goneSteps.At(gone, gone.At(first + i + reducers))]);
                if (i + 2 * reducers < left) c = op.Combine(c, x[start + goneSteps.At(gone, gone.At(first + i + 2 * reducers))]);
            }
            shares[item] = op.Combine(op.Combine(a, b), op.Combine(c, d));
            for (int reach = reducers / 2; reach > 0; reach /= 2)
            {
                Group.Barrier();
                if (reducer < reach) shares[item] = op.Combine(shares[item], shares[item + reach * outputs]);
            }
            if (reducer == 0 && k < kept.Count) y[(int)k * yOutput + part * yPart] = shares[item];
            Group.Barrier();        // before the next turn writes its shares
        }
    }
}
