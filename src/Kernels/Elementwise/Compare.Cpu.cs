using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// z[i] = op(x[i], y[i]), a truth value.
// As many registers are compared as fill one with their truth values; an operand that repeats one element is a register; others with gaps, and
// short rows, go one by one.
public sealed unsafe partial class CpuDevice
{
    /// <inheritdoc/>
    public override void Compare<TOp, T>(TOp op, in View<T> x, in View<T> y, in View<bool> z)
    {
        if (z.Layout.Count <= Masks.Width && SmallRow(z.Layout, x.Layout, y.Layout) is > 0 and var row) CompareSmall(op, x, y, z, row);
        else CompareLoop(op, x, y, z);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CompareLoop<TOp, T>(TOp op, in View<T> x, in View<T> y, in View<bool> z)
        where TOp : struct, IComparison
        where T : unmanaged, INumber<T>
    {
        var loop = Loop.Over(z.Layout, x.Layout, y.Layout);
        var rows = new CompareRows<TOp, T>(op, loop, PointerTo(z), PointerTo(x), PointerTo(y), IsLarge(z));
        RunRows(loop, rows);
    }

    private readonly struct CompareRows<TOp, T>(TOp op, Loop loop, bool* z, T* x, T* y, bool isLarge) : IRow
        where TOp : struct, IComparison
        where T : unmanaged, INumber<T>
    {
        public bool IsLarge => isLarge;

        public void Run(int row, int from, int to)
        {
            nint zs = loop.Stride(0), xs = loop.Stride(1), ys = loop.Stride(2);
            bool* target = z + loop.Start(0, row);
            T* left = x + loop.Start(1, row);
            T* right = y + loop.Start(2, row);
            int i = from;
            if (zs == 1 && xs is 0 or 1 && ys is 0 or 1)
            {
                if (isLarge && IsAligned(target + i))
                {
                    for (; i + Masks.Width <= to; i += Masks.Width) Wide<PastTheCache>(left + i * xs, xs, right + i * ys, ys, (byte*)target + i);
                }
                else for (; i + Masks.Width <= to; i += Masks.Width) Wide<IntoTheCache>(left + i * xs, xs, right + i * ys, ys, (byte*)target + i);
            }
            for (; i < to; i++) target[i * zs] = op.Apply(left[i * xs], right[i * ys]);
        }

        [SkipLocalsInit]
        private void Wide<TStore>(T* left, nint xs, T* right, nint ys, byte* target)
            where TStore : struct, IStore
        {
            Vector<T>* masks = stackalloc Vector<T>[sizeof(T)];
            for (int k = 0, at = 0; k < sizeof(T); k++, at += Vector<T>.Count)
            {
                masks[k] = op.Apply(
                    xs == 0 ? new Vector<T>(*left) : Vector.Load(left + at),
                    ys == 0 ? new Vector<T>(*right) : Vector.Load(right + at));
            }
            TStore.Put(Masks.Pack(masks), target);
        }
    }
}
