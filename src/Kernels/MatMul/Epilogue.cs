using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>What happens to elements of C once their sums are complete, while they are still in the first-level cache.</summary>
internal unsafe interface IEpilogue<T>
    where T : unmanaged
{
    /// <summary>For some rows and columns of C, rowC apart, from that row and column on.</summary>
    void Apply(T* c, nint rowC, int row, int rows, int column, int columns);
}

/// <summary>C stays as it is.</summary>
internal readonly unsafe struct Nothing<T> : IEpilogue<T>
    where T : unmanaged
{
    public void Apply(T* c, nint rowC, int row, int rows, int column, int columns)
    {
    }
}

/// <summary>c = op(c + bias[column]), or c = op(c + bias[0]) where all columns share one number.</summary>
internal readonly unsafe struct BiasThen<TOp, T>(TOp op, T* bias, bool isShared) : IEpilogue<T>
    where TOp : struct, IUnaryOp
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void Apply(T* c, nint rowC, int row, int rows, int column, int columns)
    {
        // Column by column of registers, so that a register of the bias is loaded once.
        for (int j = 0; j < columns; j += Vector<T>.Count)
        {
            T* first = isShared ? bias : bias + column + j;
            T* target = c + j;
            if (columns - j >= Vector<T>.Count)
            {
                Vector<T> shift = isShared ? new Vector<T>(*first) : Vector.Load(first);
                for (int i = 0; i < rows; i++, target += rowC) op.Apply(Vector.Load(target) + shift).Store(target);
            }
            else
            {
                Vector<T> mask = Narrow<T>.First(columns - j);
                Vector<T> shift = isShared ? new Vector<T>(*first) : Narrow<T>.Load(first, mask);
                for (int i = 0; i < rows; i++, target += rowC) Narrow<T>.Store(op.Apply(Narrow<T>.Load(target, mask) + shift), target, mask);
            }
        }
    }
}

/// <summary>c = op(c + bias[row]).</summary>
internal readonly unsafe struct RowBiasThen<TOp, T>(TOp op, T* bias) : IEpilogue<T>
    where TOp : struct, IUnaryOp
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void Apply(T* c, nint rowC, int row, int rows, int column, int columns)
    {
        int whole = columns - columns % Vector<T>.Count;
        Vector<T> mask = Narrow<T>.First(columns - whole);
        for (int i = 0; i < rows; i++, c += rowC)
        {
            var shift = new Vector<T>(bias[row + i]);
            for (int j = 0; j < whole; j += Vector<T>.Count) op.Apply(Vector.Load(c + j) + shift).Store(c + j);
            if (whole < columns) Narrow<T>.Store(op.Apply(Narrow<T>.Load(c + whole, mask) + shift), c + whole, mask);
        }
    }
}
