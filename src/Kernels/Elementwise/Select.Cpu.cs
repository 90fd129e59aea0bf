using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// z[i] = mask[i] ? x[i] : y[i].
// A register of truth values is unpacked to masks; an operand that repeats one element is a register; others with gaps, and short rows, go
// one by one.
public sealed unsafe partial class CpuDevice
{
    /// <inheritdoc/>
    public override void Select<T>(in View<bool> mask, in View<T> x, in View<T> y, in View<T> z)
    {
        var loop = Loop.Over(z.Layout, mask.Layout, x.Layout, y.Layout);
        var rows = new SelectRows<T>(loop, PointerTo(z), PointerTo(mask), PointerTo(x), PointerTo(y), IsLarge(z));
        RunRows(loop, rows);
    }

    private readonly struct SelectRows<T>(Loop loop, T* z, bool* mask, T* x, T* y, bool isLarge) : IRow
        where T : unmanaged
    {
        public bool IsLarge => isLarge;

        public void Run(int row, int from, int to)
        {
            nint zs = loop.Stride(0), ms = loop.Stride(1), xs = loop.Stride(2), ys = loop.Stride(3);
            T* target = z + loop.Start(0, row);
            bool* condition = mask + loop.Start(1, row);
            T* left = x + loop.Start(2, row);
            T* right = y + loop.Start(3, row);
            int i = from;
            if (zs == 1 && ms == 1 && xs is 0 or 1 && ys is 0 or 1)
            {
                if (isLarge && IsAligned(target + i))
                {
                    for (; i + Masks.Width <= to; i += Masks.Width) Wide<PastTheCache>((byte*)condition + i, left + i * xs, xs, right + i * ys, ys, target + i);
                }
                else for (; i + Masks.Width <= to; i += Masks.Width) Wide<IntoTheCache>((byte*)condition + i, left + i * xs, xs, right + i * ys, ys, target + i);
            }
            for (; i < to; i++) target[i * zs] = condition[i * ms] ? left[i * xs] : right[i * ys];
        }

        [SkipLocalsInit]
        private static void Wide<TStore>(byte* condition, T* left, nint xs, T* right, nint ys, T* target)
            where TStore : struct, IStore
        {
            if (typeof(T) == typeof(bool))
            {
                SelectRows<byte>.Wide<TStore>(condition, (byte*)left, xs, (byte*)right, ys, (byte*)target);
                return;
            }
            Vector<T>* masks = stackalloc Vector<T>[sizeof(T)];
            Masks.Unpack(Vector.Load(condition), masks);
            for (int k = 0, at = 0; k < sizeof(T); k++, at += Vector<T>.Count)
            {
                Vector<T> chosen = Vector.ConditionalSelect(
                    masks[k],
                    xs == 0 ? new Vector<T>(*left) : Vector.Load(left + at),
                    ys == 0 ? new Vector<T>(*right) : Vector.Load(right + at));
                TStore.Put(chosen, target + at);
            }
        }
    }
}
