using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// (w, state) ← op(w, state, g) in place, in one pass over memory.
// Weights and state are walked as one vector; a gradient with gaps is gathered a strip at a time.
public sealed unsafe partial class CpuDevice
{
    /// <inheritdoc/>
    public override void Update<TOp, T>(TOp op, in View<T> gradient, in View<T> weight, in View<T> first, in View<T> second)
    {
        T* w = PointerTo(weight), a = TOp.States > 0 ? PointerTo(first) : w, b = TOp.States > 1 ? PointerTo(second) : w;
        if (gradient.Layout.IsContiguous)
        {
            int count = weight.Layout.Count;
            Run(Blocks(count), Strip, new DenseUpdate<TOp, T>(op, count, PointerTo(gradient), w, a, b));
            return;
        }
        var loop = Loop.Over(weight.Layout, gradient.Layout);
        Run(loop.Rows, loop.Row, new GappedUpdate<TOp, T>(op, loop, PointerTo(gradient), w, a, b));
    }

    private readonly struct DenseUpdate<TOp, T>(TOp op, int count, T* g, T* w, T* a, T* b) : IRange
        where TOp : struct, IUpdateOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int from, int to) => Update(op, from * Strip, Math.Min(to * Strip, count), g, w, a, b);
    }

    private readonly struct GappedUpdate<TOp, T>(TOp op, Loop loop, T* g, T* w, T* a, T* b) : IRange
        where TOp : struct, IUpdateOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [SkipLocalsInit]
        public void Run(int from, int to)
        {
            T* strip = stackalloc T[Strip];
            nint step = loop.Stride(1);
            for (int row = from; row < to; row++)
            {
                T* source = g + loop.Start(1, row);
                for (int start = 0; start < loop.Row; start += Strip)
                {
                    int count = Math.Min(Strip, loop.Row - start);
                    for (int i = 0; i < count; i++) strip[i] = source[(start + i) * step];
                    nint place = loop.Start(0, row) + start;
                    Update(op, 0, count, strip, w + place, a + place, b + place);
                }
            }
        }
    }

    private static void Update<TOp, T>(TOp op, int from, int to, T* g, T* w, T* a, T* b)
        where TOp : struct, IUpdateOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Coefficients<T> c = op.Coefficients.To<T>();
        Coefficients<Vector<T>> wide = c.Wide();
        int i = from;
        for (; i <= to - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> first = TOp.States > 0 ? Vector.Load(a + i) : default, second = TOp.States > 1 ? Vector.Load(b + i) : default;
            Cell<Vector<T>> cell = op.Apply(new Cell<Vector<T>>(Vector.Load(w + i), first, second), Vector.Load(g + i), wide);
            cell.Weight.Store(w + i);
            if (TOp.States > 0) cell.First.Store(a + i);
            if (TOp.States > 1) cell.Second.Store(b + i);
        }
        for (; i < to; i++)
        {
            T first = TOp.States > 0 ? a[i] : default, second = TOp.States > 1 ? b[i] : default;
            Cell<T> cell = op.Apply(new Cell<T>(w[i], first, second), g[i], c);
            w[i] = cell.Weight;
            if (TOp.States > 0) a[i] = cell.First;
            if (TOp.States > 1) b[i] = cell.Second;
        }
    }
}
