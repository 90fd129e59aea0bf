using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;

namespace DeepPuzzles.Kernels.Ilgpu;

internal static class ProductKernel
{
    /// <summary>Rows of shared memory are four numbers longer than a tile, which spreads writes along the depth over the banks.</summary>
    private const int Spread = 4;

    /// <summary>Depths that stand one after the other in the innermost loop, by hand.</summary>
    private const int Unrolled = 8;

    // C[z, i, j] = finish(Σ_p A[z, i, p] · B[z, p, j]), where A and B are whatever the product says.
    // A group sums one tile of C; its threads bring tiles of A and B into shared memory, the next ones while they multiply the last, one barrier a step.
    // Each thread keeps its sums in registers: strips of four neighbours, the strips far apart; see Tile.cl for the drawing. Lines beyond the last read
    // the last one again, and their sums are dropped; depths beyond the last count as 0.
    internal static void Run<TTile, TSums, TProduct, TFinish, T>(TProduct product, Cut cut, TFinish finish, ArrayView<T> y, int yFrom)
        where TTile : struct, ITile
        where TSums : struct, ISums<T>
        where TProduct : struct, IProduct<TProduct, T>
        where TFinish : struct, IFinish<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArrayView<Four<T>> lefts = SharedMemory.Allocate<Four<T>>(2 * TTile.Depth * (TTile.Rows + Spread) / 4);
        ArrayView<Four<T>> rights = SharedMemory.Allocate<Four<T>>(2 * TTile.Depth * (TTile.Columns + Spread) / 4);

        int group = Grid.IdxX, columnFrom = group % cut.ColumnTiles * TTile.Columns;
        group /= cut.ColumnTiles;
        int rowFrom = group % cut.RowTiles * TTile.Rows;
        group /= cut.RowTiles;
        int part = group % cut.Parts;
        TProduct its = product.Of(group / cut.Parts);
        if (rowFrom >= its.M || columnFrom >= its.N) return;        // the whole group

        int item = Group.IdxX, from = part * cut.Depth, to = Math.Min(its.K, from + cut.Depth);
        int across = TTile.Columns / (TSums.Strips * 4), wide = Math.Min(TSums.WarpColumns, across), high = Math.Min(TSums.WarpRows, TTile.Rows / TSums.Rows);
        int warp = item / (wide * high), lane = item % (wide * high);
        int itemRow = warp / (across / wide) * high + lane / wide, itemColumn = warp % (across / wide) * wide + lane % wide;

        var left = new Share(item, its.LeftWay, TTile.Rows, TTile.Depth);
        var right = new Share(item, its.RightWay, TTile.Columns, TTile.Depth);
        int leftLast = its.M - left.Lines, rightLast = its.N - right.Lines;
        Place left0 = its.LeftLine(Math.Min(rowFrom + left.Line, leftLast)), left1 = its.LeftLine(Math.Min(rowFrom + left.Line + left.Gap, leftLast));
        Place left2 = its.LeftLine(Math.Min(rowFrom + left.Line + 2 * left.Gap, leftLast)), left3 = its.LeftLine(Math.Min(rowFrom + left.Line + 3 * left.Gap, leftLast));
        Place right0 = its.RightLine(Math.Min(columnFrom + right.Line, rightLast)), right1 = its.RightLine(Math.Min(columnFrom + right.Line + right.Gap, rightLast));
        Place right2 = its.RightLine(Math.Min(columnFrom + right.Line + 2 * right.Gap, rightLast)), right3 = its.RightLine(Math.Min(columnFrom + right.Line + 3 * right.Gap, rightLast));
        int leftLine = Math.Min(rowFrom + left.Line, leftLast), rightLine = Math.Min(columnFrom + right.Line, rightLast);

        TSums sums = default;
        Four<T> nextLeft = default, nextRight = default;
        int leftPitch = (TTile.Rows + Spread) / 4, rightPitch = (TTile.Columns + Spread) / 4, leftGap = TTile.Rows / 8, rightGap = TTile.Columns / 8;
        // The first round only fetches, the last one only multiplies.
        for (int start = from - TTile.Depth, turn = 1; start < to; start += TTile.Depth, turn ^= 1)
        {
            int next = start + TTile.Depth;
            if (next < to)
            {
                int p = next + left.Depth;
                nextLeft = default;
                if (left.IsMine && p < to)
                {
                    if (TProduct.HasFours && left.IsFour) nextLeft = its.LeftFour(leftLine, p);
                    else
                    {
                        Place depth = its.LeftDepth(p);
                        nextLeft.A = its.Left(left0, depth);
                        nextLeft.B = its.Left(left1, depth);
                        nextLeft.C = its.Left(left2, depth);
                        nextLeft.D = its.Left(left3, depth);
                    }
                }
                p = next + right.Depth;
                nextRight = default;
                if (right.IsMine && p < to)
                {
                    if (TProduct.HasFours && right.IsFour) nextRight = its.RightFour(rightLine, p);
                    else
                    {
                        Place depth = its.RightDepth(p);
                        nextRight.A = its.Right(right0, depth);
                        nextRight.B = its.Right(right1, depth);
                        nextRight.C = its.Right(right2, depth);
                        nextRight.D = its.Right(right3, depth);
                    }
                }
            }
            if (start >= from)
            {
                for (int p = 0; p < TTile.Depth; p += TTile.Depth < Unrolled ? 2 : Unrolled)
                {
                    int row = turn * TTile.Depth + p;
                    ArrayView<Four<T>> a = sums.FromLeft(lefts, row * leftPitch, itemRow), b = sums.FromRight(rights, row * rightPitch, itemColumn);
                    if (TSums.Depths > 1)
                    {
                        sums.Add(a, leftPitch, leftGap, b, rightPitch, rightGap);
                        continue;
                    }
                    sums.Add(a, 0, leftGap, b, 0, rightGap);
                    sums.Add(a, leftPitch, leftGap, b, rightPitch, rightGap);
                    if (TTile.Depth >= Unrolled)
                    {
                        sums.Add(a, 2 * leftPitch, leftGap, b, 2 * rightPitch, rightGap);
                        sums.Add(a, 3 * leftPitch, leftGap, b, 3 * rightPitch, rightGap);
                        sums.Add(a, 4 * leftPitch, leftGap, b, 4 * rightPitch, rightGap);
                        sums.Add(a, 5 * leftPitch, leftGap, b, 5 * rightPitch, rightGap);
                        sums.Add(a, 6 * leftPitch, leftGap, b, 6 * rightPitch, rightGap);
                        sums.Add(a, 7 * leftPitch, leftGap, b, 7 * rightPitch, rightGap);
                    }
                }
            }
            // The half that is written now was read a round ago, before the last barrier.
            if (next < to)
            {
                int half = (turn ^ 1) * TTile.Depth;
                if (left.IsMine) left.Put(TSums.Kept(nextLeft), lefts, half * (TTile.Rows + Spread), TTile.Rows + Spread);
                if (right.IsMine) right.Put(TSums.Kept(nextRight), rights, half * (TTile.Columns + Spread), TTile.Columns + Spread);
            }
            Group.Barrier();
        }

        int target = yFrom + part * cut.Count;
        for (int u = 0; u < TSums.Rows; u++)
        {
            int i = rowFrom + u / TSums.Strip * (TTile.Rows / (TSums.Rows / TSums.Strip)) + itemRow * TSums.Strip + u % TSums.Strip;
            if (i < its.M)
            {
                Write<TProduct, TFinish, T>(its, finish, y, target, i, columnFrom + itemColumn * 4, sums.Low);
                if (TSums.Strips == 2) Write<TProduct, TFinish, T>(its, finish, y, target, i, columnFrom + TTile.Columns / 2 + itemColumn * 4, sums.High);
            }
            sums.Turn();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<TProduct, TFinish, T>(TProduct its, TFinish finish, ArrayView<T> y, int target, int i, int j, Four<T> sums)
        where TProduct : struct, IProduct<TProduct, T>
        where TFinish : struct, IFinish<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = its.N, last = n - 1;
        if (j >= n) return;
        // One by one in a loop, four times around: the finish, which may be long, is compiled once.
        for (int v = 0; v < 4; v++)
        {
            T finished = finish.Apply(sums.A, its.Shift(i, Math.Min(j + v, last)));
            (sums.A, sums.B, sums.C, sums.D) = (sums.B, sums.C, sums.D, finished);
        }
        if (its.WritesFours)
        {
            y.AsAligned(16).Cast<Four<T>>()[(target + its.Target(i, j)) / 4] = sums;
            return;
        }
        y[target + its.Target(i, j)] = sums.A;
        if (j + 1 < n) y[target + its.Target(i, j + 1)] = sums.B;
        if (j + 2 < n) y[target + its.Target(i, j + 2)] = sums.C;
        if (j + 3 < n) y[target + its.Target(i, j + 3)] = sums.D;
    }
}
