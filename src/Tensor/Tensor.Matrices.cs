namespace DeepPuzzles.Tensors;

// Parts of matrices, which are the last two axes; axes before them are batches.
public sealed partial class Tensor
{
    /// <summary>The diagonal of each matrix [..., n, m] as its last axis. A view where the strides allow.</summary>
    /// <param name="offset">0 the main diagonal, 1 the one above it, -1 the one below.</param>
    /// <exception cref="TensorException">The tensor has fewer than two axes.</exception>
    public Tensor Diagonal(int offset = 0)
    {
        (int rows, int columns) = Matrix("diagonal");
        // Element i of it stands at place start + i·(columns + 1) of the matrix in row-major order.
        int size = (int)Math.Max(0, offset >= 0 ? Math.Min(rows, (long)columns - offset) : Math.Min((long)rows + offset, columns));
        int start = size == 0 ? 0 : offset >= 0 ? offset : -offset * columns;
        var batch = new Shape(_layout.Sizes[..^2]);
        if (Count == 0) return Reshape(new Shape([.. batch.Sizes, size]));      // rows · columns may be no int
        Tensor flat = Reshape(new Shape([.. batch.Sizes, rows * columns]));
        return flat.Take(LastAxis(new Shape([.. batch.Sizes, size]), start, size <= 1 ? 1 : columns + 1));
    }

    /// <summary>Square matrices with each row [..., n] of this tensor on a diagonal and 0 elsewhere: [..., n + |offset|, n + |offset|].</summary>
    /// <param name="offset">0 the main diagonal, 1 the one above it, -1 the one below.</param>
    /// <exception cref="TensorException">The tensor is a single number.</exception>
    public Tensor Diag(int offset = 0)
    {
        if (Rank == 0) throw new TensorException("diag: a single number is no row; it must be [..., n]");
        _ = NewAxis("diag", 0);
        int size = NewSize("diag", Rank - 1, _layout.Sizes[^1] + Math.Abs((long)offset));
        var batch = new Shape(_layout.Sizes[..^1]);
        Shape matrices = Matrices(batch, size, size, "diag");
        if (matrices.Elements == 0) return Reshape(matrices);       // size² may be no int
        var flat = new Shape([.. batch.Sizes, size * size]);
        int start = Count == 0 ? 0 : offset >= 0 ? offset : -offset * size;
        return EmbedIn(flat, LastAxis(Shape, start, _layout.Sizes[^1] <= 1 ? 1 : size + 1)).Reshape(matrices);
    }

    /// <summary>The sum of a diagonal of each matrix [..., n, m].</summary>
    /// <param name="offset">0 the main diagonal, 1 the one above it, -1 the one below.</param>
    /// <exception cref="TensorException">The tensor has fewer than two axes, or is bool.</exception>
    public Tensor Trace(int offset = 0)
    {
        _ = Matrix("trace");
        return DType == DType.Bool ? throw NotForBool("trace") : Diagonal(offset).Sum(-1);
    }

    /// <summary>Each matrix with 0 below a diagonal.</summary>
    /// <param name="offset">0 the main diagonal, 1 the one above it, -1 the one below.</param>
    /// <exception cref="TensorException">The tensor has fewer than two axes.</exception>
    public Tensor UpperTriangle(int offset = 0) => Where(NotBelow(offset, "upper triangle"), this, Zeros([], DType, Device));

    /// <summary>Each matrix with 0 above a diagonal.</summary>
    /// <param name="offset">0 the main diagonal, 1 the one above it, -1 the one below.</param>
    /// <exception cref="TensorException">The tensor has fewer than two axes.</exception>
    public Tensor LowerTriangle(int offset = 0) => offset == int.MaxValue
        ? this
        : Where(NotBelow(offset + 1, "lower triangle"), Zeros([], DType, Device), this);

    /// <summary>The products x[i]·y[j] of all pairs, shape [n, m]; other tensors count as the rows of their elements.</summary>
    public Tensor Outer(Tensor y)
    {
        RequireSame("outer", RequireNumbers("outer"), y);
        return Flatten().Unsqueeze(1) * y.Flatten();
    }

    /// <summary>The inner product Σ x·y of two vectors of one size, shape []. float32, float64 and int32.</summary>
    /// <exception cref="TensorException">They are no vectors of one size and dtype.</exception>
    public Tensor Dot(Tensor y)
    {
        RequireSame("dot", this, y);
        if (Rank != 1 || y.Shape != Shape) throw new TensorException($"dot: {Shape} and {y.Shape}; they must be vectors of one size, for matrices use MatMul");
        return (this * y).Sum();
    }

    // True on the diagonal and above it: where the column is at least the row plus the offset.
    private Tensor NotBelow(int offset, string op)
    {
        (int rows, int columns) = Matrix(op);
        offset = (int)Math.Clamp((long)offset, -(long)rows, columns);
        return Arange(columns, DType.Int32, Device).GreaterOrEqual(Arange(rows, DType.Int32, Device).Unsqueeze(1) + offset);
    }

    private (int Rows, int Columns) Matrix(string op) => Rank >= 2
        ? (_layout.Sizes[^2], _layout.Sizes[^1])
        : throw new TensorException($"{op}: {Shape} is no matrix; it must be [..., n, m]");

    // A section of those sizes that is whole but on the last axis.
    private static Section LastAxis(Shape sizes, int start, int step)
    {
        Span<int> starts = stackalloc int[sizes.Rank], steps = stackalloc int[sizes.Rank];
        starts.Clear();
        steps.Fill(1);
        (starts[^1], steps[^1]) = (start, step);
        return new Section(new Offsets(starts), new Offsets(steps), sizes);
    }
}
