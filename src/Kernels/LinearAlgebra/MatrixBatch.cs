using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>The matrices along the last two axes of an array with any strides.</summary>
internal readonly unsafe struct MatrixBatch<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Elements that should be equal may differ by this much, times n·u times the largest.</summary>
    private const double Asymmetry = 8;

    /// <summary>Half the distance from 1 to the next number.</summary>
    private const double SingleUnit = 1.0 / (1 << 24), DoubleUnit = 1.0 / (1L << 53);

    private readonly T* _first;
    private readonly Layout _layout;

    internal MatrixBatch(in View<T> view)
    {
        _first = CpuDevice.PointerTo(view);
        _layout = view.Layout;
        (Rows, Columns) = (_layout.Sizes[^2], _layout.Sizes[^1]);
        Count = 1;
        foreach (int size in _layout.Sizes[..^2]) Count *= size;
    }

    /// <summary>The number of matrices.</summary>
    internal int Count { get; }

    internal int Rows { get; }

    internal int Columns { get; }

    /// <summary>About how many multiplications a factorisation takes.</summary>
    internal long Work => (long)Rows * Columns * Math.Min(Rows, Columns);

    /// <summary>Reads a matrix, and looks for what no algorithm can bear.</summary>
    internal void Load(int number, Matrix into)
    {
        T* source = Start(number);
        (nint down, nint across) = (_layout.Strides[^2], _layout.Strides[^1]);
        for (int i = 0; i < Rows; i++)
        {
            Span<double> row = into.Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = double.CreateTruncating(source[i * down + j * across]);
                if (!double.IsFinite(row[j])) throw new ArithmeticException(FormattableString.Invariant($"holds {row[j]} at [{i}, {j}]; all elements must be finite"));
            }
        }
    }

    /// <summary>Reads the transpose: columns become rows.</summary>
    internal void LoadTransposed(int number, Matrix into)
    {
        T* source = Start(number);
        (nint down, nint across) = (_layout.Strides[^2], _layout.Strides[^1]);
        for (int j = 0; j < Columns; j++)
        {
            for (int i = 0; i < Rows; i++) into[j, i] = double.CreateTruncating(source[i * down + j * across]);
        }
    }

    /// <summary>Writes the transpose: rows become columns.</summary>
    internal void StoreTransposed(int number, Matrix from)
    {
        T* target = Start(number);
        (nint down, nint across) = (_layout.Strides[^2], _layout.Strides[^1]);
        for (int j = 0; j < Columns; j++)
        {
            for (int i = 0; i < Rows; i++) target[i * down + j * across] = T.CreateTruncating(from[j, i]);
        }
    }

    /// <summary>A symmetric matrix becomes the mean of itself and its transpose.</summary>
    internal static void Symmetrise(Matrix a)
    {
        double unit = typeof(T) == typeof(float) ? SingleUnit : DoubleUnit;
        double bound = Asymmetry * a.Rows * unit * Vectors.LargestAbsolute(a.Elements);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (Math.Abs(a[i, j] - a[j, i]) > bound)
                    throw new ArithmeticException(FormattableString.Invariant($"is not symmetric: {a[i, j]} at [{i}, {j}], {a[j, i]} at [{j}, {i}]; use (A + A.Transpose()) * 0.5 if that is what you mean"));
                a[i, j] = a[j, i] = a[i, j] / 2 + a[j, i] / 2;
            }
        }
    }

    /// <summary>The same complaint, with the matrix it is about.</summary>
    internal ArithmeticException About(int number, ArithmeticException reason) =>
        new(Count == 1 ? $"the matrix {reason.Message}" : $"matrix {number} of the batch {reason.Message}", reason);

    private T* Start(int number)
    {
        T* start = _first;
        for (int axis = _layout.Rank - 3; axis >= 0; axis--)
        {
            (number, int index) = int.DivRem(number, _layout.Sizes[axis]);
            start += (nint)index * _layout.Strides[axis];
        }
        return start;
    }
}
