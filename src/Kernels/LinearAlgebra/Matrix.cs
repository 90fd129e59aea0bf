namespace DeepPuzzles.Kernels;

/// <summary>A matrix of float64 in host memory, row after row without gaps, as the algorithms of linear algebra see it.</summary>
public readonly ref struct Matrix
{
    /// <summary>The first rows·columns of some elements as a matrix.</summary>
    public Matrix(Span<double> elements, int rows, int columns)
    {
        Elements = elements[..(rows * columns)];
        (Rows, Columns) = (rows, columns);
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>All elements, row after row.</summary>
    public Span<double> Elements { get; }

    /// <summary>One element.</summary>
    public ref double this[int row, int column] => ref Elements[row * Columns + column];

    /// <summary>One row.</summary>
    public Span<double> Row(int row) => Elements.Slice(row * Columns, Columns);

    /// <summary>Cuts a matrix off the front of some elements, which lose it.</summary>
    public static Matrix Cut(ref Span<double> elements, int rows, int columns)
    {
        var matrix = new Matrix(elements, rows, columns);
        elements = elements[(rows * columns)..];
        return matrix;
    }

    /// <summary>Cuts a vector off the front of some elements, which lose it.</summary>
    public static Span<double> Cut(ref Span<double> elements, int count)
    {
        Span<double> vector = elements[..count];
        elements = elements[count..];
        return vector;
    }

    internal void CopyTo(Matrix y) => Elements.CopyTo(y.Elements);

    internal void TransposeTo(Matrix y)
    {
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++) y[j, i] = this[i, j];
        }
    }

    internal void BecomeIdentity()
    {
        Elements.Clear();
        for (int i = 0; i < Math.Min(Rows, Columns); i++) this[i, i] = 1;
    }

    internal void SwapRows(int first, int second)
    {
        if (first == second) return;
        Span<double> x = Row(first), y = Row(second);
        for (int i = 0; i < x.Length; i++) (x[i], y[i]) = (y[i], x[i]);
    }
}
