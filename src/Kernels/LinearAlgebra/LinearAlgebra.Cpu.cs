using System.Numerics;

namespace DeepPuzzles.Kernels;

// One matrix of a batch after the other, in float64; threads share out the batch.
public sealed unsafe partial class CpuDevice
{
    /// <summary>Multiplications that cost as much as one elementary operation.</summary>
    private const int MultiplicationsPerOperation = 4;

    /// <inheritdoc/>
    public override void Factor<TOp, T>(TOp op, in View<T> a, in View<T> y)
    {
        var batch = new MatrixBatch<T>(a);
        Run(batch.Count, batch.Work / MultiplicationsPerOperation, new FactorRange<TOp, T>(this, op, batch, PointerTo(y), y.Layout.Sizes[^1]));
    }

    /// <inheritdoc/>
    public override void Solve<TOp, T>(TOp op, in View<T> a, in View<T> b, in View<T> x)
    {
        MatrixBatch<T> batch = new(a), right = new(b);
        long work = batch.Work + (long)batch.Rows * right.Rows * right.Columns;
        Run(batch.Count, work / MultiplicationsPerOperation, new SolveRange<TOp, T>(this, op, batch, right, new(x)));
    }

    // Scratch for float64, given back whatever happens.
    private readonly ref struct Scratch(CpuDevice device, long count)
    {
        private readonly CpuBuffer _buffer = (CpuBuffer)device.Acquire(Math.Max(count, 1) * sizeof(double));

        internal Span<double> Span => new(_buffer.Pointer, checked((int)count));

        public void Dispose() => device.Release(_buffer);
    }

    private readonly struct FactorRange<TOp, T>(CpuDevice device, TOp op, MatrixBatch<T> batch, T* y, int length) : IRange
        where TOp : struct, IFactorisation
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int from, int to)
        {
            (int m, int n) = (batch.Rows, batch.Columns);
            using var scratch = new Scratch(device, (long)m * n + length + TOp.Scratch(m, n));
            for (int number = from; number < to; number++)
            {
                Span<double> rest = scratch.Span;
                var a = Matrix.Cut(ref rest, m, n);
                Span<double> parts = Matrix.Cut(ref rest, length);
                try
                {
                    batch.Load(number, a);
                    if (TOp.Kind == MatrixKind.Symmetric) MatrixBatch<T>.Symmetrise(a);
                    op.Factor(a, parts, rest);
                }
                catch (ArithmeticException reason)
                {
                    throw batch.About(number, reason);
                }
                T* target = y + (nint)number * length;
                for (int i = 0; i < length; i++) target[i] = T.CreateTruncating(parts[i]);
            }
        }
    }

    private readonly struct SolveRange<TOp, T>(CpuDevice device, TOp op, MatrixBatch<T> batch, MatrixBatch<T> right, MatrixBatch<T> solution) : IRange
        where TOp : struct, ISolver
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int from, int to)
        {
            (int n, int columns) = (batch.Rows, right.Columns);
            using var scratch = new Scratch(device, (long)n * n + (long)n * columns + TOp.Scratch(n));
            for (int number = from; number < to; number++)
            {
                Span<double> rest = scratch.Span;
                Matrix a = Matrix.Cut(ref rest, n, n), x = Matrix.Cut(ref rest, columns, n);
                try
                {
                    batch.Load(number, a);
                    right.LoadTransposed(number, x);
                    op.Solve(a, x, rest);
                }
                catch (ArithmeticException reason)
                {
                    throw batch.About(number, reason);
                }
                solution.StoreTransposed(number, x);
            }
        }
    }
}
