using System.Numerics;

namespace DeepPuzzles.Kernels;

// y[i] = distribution(words of block i / 2), i in row-major order.
// Each part of a row starts its own counter, so the bits depend neither on the threads nor on the split.
public sealed unsafe partial class CpuDevice
{
    /// <summary>A block cipher and a logarithm cost as much as this many elementary operations.</summary>
    private const int OperationsPerRandom = 32;

    /// <inheritdoc/>
    public override void Random<TOp, T>(TOp distribution, ulong key, ulong draw, in View<T> y)
    {
        var loop = Loop.Over(y.Layout, y.Layout);
        var rows = new RandomRows<TOp, T>(distribution, key, draw, loop, PointerTo(y));
        if (loop.Rows == 1) Run(Blocks(loop.Row), Strip * OperationsPerRandom, new Inner<RandomRows<TOp, T>>(rows, loop.Row));
        else Run(loop.Rows, (long)loop.Row * OperationsPerRandom, new Outer<RandomRows<TOp, T>>(rows, loop.Row));
    }

    private readonly struct RandomRows<TOp, T>(TOp distribution, ulong key, ulong draw, Loop loop, T* y) : IRow
        where TOp : struct, IDistribution
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public bool IsLarge => false;

        public void Run(int row, int from, int to)
        {
            nint step = loop.Stride(0);
            T* target = y + loop.Start(0, row) + from * step;
            long element = (long)row * loop.Row + from, end = element + to - from;
            while (element < end)
            {
                (uint w0, uint w1, uint w2, uint w3) = Philox.Block((ulong)element / 2, draw, key);
                if (element % 2 == 0)
                {
                    *target = distribution.Apply<T, uint>(w0, w1);
                    target += step;
                    element++;
                }
                if (element == end) return;
                *target = distribution.Apply<T, uint>(w2, w3);
                target += step;
                element++;
            }
        }
    }
}
