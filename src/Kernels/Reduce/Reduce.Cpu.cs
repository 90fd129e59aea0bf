using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// y = op over the reduced axes of x.
// The reduced elements are cut into pieces of fixed length; each piece is a tree, and the pieces' results are reduced in the same way.
// Where a kept axis lies side by side, registers run across it; else they run along the piece, which is gathered first if it has gaps.
public sealed unsafe partial class CpuDevice
{
    /// <summary>Elements of a piece without gaps, with gaps, and rows of a piece that registers run across.</summary>
    private const int DensePiece = 16 * 1024, GappedPiece = 256, RowsPiece = 1024;

    /// <summary>Neighbouring results of a chunk: their rows should be long enough for the memory to be read ahead.</summary>
    private const int ReducedColumns = 2048;

    /// <inheritdoc/>
    public override void Reduce<TOp, T>(TOp op, in View<T> x, in View<T> y)
    {
        if (y.Layout.Count == 0) return;
        if (y.Layout.Count == 1 && x.Layout is { IsContiguous: true, Count: > 0 and <= DensePiece })
        {
            *PointerTo(y) = Tree.Row(op, PointerTo(x), x.Layout.Count);       // one piece of one result: nothing to lay out
            return;
        }
        ReduceLoop(op, x, y);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReduceLoop<TOp, T>(TOp op, in View<T> x, in View<T> y)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        if (x.Layout.Count == 0)
        {
            Fill(op.Identity<T>(), y);
            return;
        }
        (Loop kept, Loop reduced) = Split(x.Layout, y.Layout);
        bool across = kept.Stride(0) == 1 && kept.Row >= Vector<T>.Count && (reduced.Stride(0) != 1 || reduced.Row == 1);
        int piece = across ? RowsPiece : reduced.Stride(0) == 1 ? DensePiece : GappedPiece;
        int pieces = reduced.Rows * Tiles(reduced.Row, piece);
        int outer = across ? kept.Rows : kept.Rows * kept.Row, inner = across ? kept.Row : 1;

        Buffer? scratch = pieces > 1 ? Acquire((long)outer * pieces * inner * sizeof(T)) : null;
        T* partial = scratch is null ? PointerTo(y) : (T*)((CpuBuffer)scratch).Pointer;
        long cost = Math.Min(piece, reduced.Row);
        bool isFar = (long)x.Layout.Count * sizeof(T) >= Prefetch.Far;
        if (across) Run(outer * pieces * Chunks(inner), cost * Math.Min(inner, ReducedColumns), new AcrossRange<TOp, T>(op, kept, reduced, isFar, PointerTo(x), partial));
        else Run(outer * pieces, cost, new AlongRange<TOp, T>(op, kept, reduced, piece, isFar, PointerTo(x), partial));
        if (scratch is null) return;

        Reduce(op, new View<T>(scratch, Layout.Contiguous([outer, pieces, inner])), new View<T>(y.Buffer, new Layout([outer, 1, inner], [inner, inner, 1], y.Layout.Offset)));
        Release(scratch);
    }

    /// <summary>The axes of x that y keeps, in order, and the others, the widest steps first, so that memory is walked forwards.</summary>
    private static (Loop Kept, Loop Reduced) Split(in Layout x, in Layout y)
    {
        Span<int> sizes = stackalloc int[2 * Layout.MaxRank], strides = stackalloc int[2 * Layout.MaxRank];
        int kept = 0, reduced = 0;
        for (int axis = 0; axis < x.Rank; axis++)
        {
            if (x.Sizes[axis] == 1) continue;
            int place = y.Sizes[axis] == 1 ? Layout.MaxRank + reduced++ : kept++;
            for (; place > Layout.MaxRank && Math.Abs(strides[place - 1]) < Math.Abs(x.Strides[axis]); place--)
                (sizes[place], strides[place]) = (sizes[place - 1], strides[place - 1]);
            (sizes[place], strides[place]) = (x.Sizes[axis], x.Strides[axis]);
        }
        var keptAxes = new Layout(sizes[..kept], strides[..kept]);
        var reducedAxes = new Layout(sizes.Slice(Layout.MaxRank, reduced), strides.Slice(Layout.MaxRank, reduced));
        return (Loop.Over(keptAxes, keptAxes), Loop.Over(reducedAxes, reducedAxes));
    }

    private static int Chunks(int columns) => Math.Max(1, columns / ReducedColumns);

    /// <summary>One item is a piece of the elements that make one result.</summary>
    private readonly struct AlongRange<TOp, T>(TOp op, Loop kept, Loop reduced, int piece, bool isFar, T* x, T* partial) : IRange
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        [SkipLocalsInit]
        public void Run(int from, int to)
        {
            nint step = reduced.Stride(0);
            int perRow = Tiles(reduced.Row, piece), pieces = reduced.Rows * perRow;
            if (pieces == 1 && step == 1 && kept.Rows == 1)
            {
                int count = reduced.Row;
                nint next = kept.Stride(0);
                T* row = x + from * next;
                if (count < 2 * Vector<T>.Count) for (int item = from; item < to; item++, row += next) partial[item] = Tree.Numbers(op, row, count);
                else for (int item = from; item < to; item++, row += next) partial[item] = Tree.Row(op, row, count, isFar);
                return;
            }
            T* gathered = stackalloc T[GappedPiece];
            for (int item = from; item < to; item++)
            {
                (int result, int part) = int.DivRem(item, pieces);
                (int row, int first) = int.DivRem(part, perRow);
                first *= piece;
                int count = Math.Min(piece, reduced.Row - first);
                T* source = x + kept.Start(0, result / kept.Row) + result % kept.Row * kept.Stride(0) + reduced.Start(0, row) + first * step;
                if (step != 1 && count > 1)
                {
                    for (int i = 0; i < count; i++) gathered[i] = source[i * step];
                    source = gathered;
                }
                partial[item] = Tree.Row(op, source, count, isFar);
            }
        }
    }

    /// <summary>One item is a chunk of neighbouring results, over a piece of the rows that make them.</summary>
    private readonly struct AcrossRange<TOp, T>(TOp op, Loop kept, Loop reduced, bool isFar, T* x, T* partial) : IRange
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        public void Run(int from, int to)
        {
            nint step = reduced.Stride(0);
            int perRow = Tiles(reduced.Row, RowsPiece), pieces = reduced.Rows * perRow, chunks = Chunks(kept.Row);
            for (int item = from; item < to; item++)
            {
                (int strip, int chunk) = int.DivRem(item, chunks);
                (int row, int first) = int.DivRem(strip % pieces, perRow);
                first *= RowsPiece;
                int column = chunk * ReducedColumns, columns = (chunk == chunks - 1 ? kept.Row : column + ReducedColumns) - column;
                T* source = x + kept.Start(0, strip / pieces) + reduced.Start(0, row) + first * step + column;
                Tree.Columns(op, source, step, Math.Min(RowsPiece, reduced.Row - first), columns, isFar, partial + (nint)strip * kept.Row + column);
            }
        }
    }
}
