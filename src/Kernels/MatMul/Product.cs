namespace DeepPuzzles.Kernels;

/// <summary>C = A · B as the kernels see it: sizes, strides and where each matrix of a batch begins. C is row-major, its rows n apart.</summary>
internal readonly unsafe struct Product<T>
    where T : unmanaged
{
    private readonly Loop _batch;
    private readonly T* _a, _b, _c;

    internal Product(in View<T> a, in View<T> b, in View<T> c)
    {
        _a = CpuDevice.PointerTo(a);
        _b = CpuDevice.PointerTo(b);
        _c = CpuDevice.PointerTo(c);
        int batchAxes = c.Layout.Rank - 2;
        Batches = 1;
        if (batchAxes > 0)
        {
            _batch = Loop.Over(Leading(c.Layout, batchAxes), Leading(a.Layout, batchAxes), Leading(b.Layout, batchAxes));
            Batches = _batch.Rows * _batch.Row;
        }
        M = c.Layout.Sizes[batchAxes];
        N = c.Layout.Sizes[batchAxes + 1];
        K = a.Layout.Sizes[batchAxes + 1];
        (RowA, StepA) = (a.Layout.Strides[batchAxes], a.Layout.Strides[batchAxes + 1]);
        (StepB, ColumnB) = (b.Layout.Strides[batchAxes], b.Layout.Strides[batchAxes + 1]);

        // A batch whose matrices share B and whose As follow one another is one taller product.
        if (Batches > 1 && _batch.Rows == 1 && _batch.Stride(2) == 0 && (M == 1 || _batch.Stride(1) == RowA * M))
        {
            if (M == 1) RowA = _batch.Stride(1);
            M *= Batches;
            Batches = 1;
        }

        // A matrix times a column is a row times the transposed matrix: Cᵀ = Bᵀ · Aᵀ, and a C of one column is its own transpose.
        if (N == 1)
        {
            (N, M) = (M, 1);
            IsTransposed = true;
            (RowA, StepA, StepB, ColumnB) = (0, StepB, StepA, RowA);
        }
    }

    /// <summary>Rows of A and C.</summary>
    internal int M { get; }

    /// <summary>Columns of A, rows of B.</summary>
    internal int K { get; }

    /// <summary>Columns of B and C.</summary>
    internal int N { get; }

    /// <summary>How many products there are.</summary>
    internal int Batches { get; }

    /// <summary>From one row of A to the next.</summary>
    internal nint RowA { get; }

    /// <summary>Along a row of A.</summary>
    internal nint StepA { get; }

    /// <summary>Along a column of B.</summary>
    internal nint StepB { get; }

    /// <summary>From one column of B to the next.</summary>
    internal nint ColumnB { get; }

    /// <summary>True when C was one column, and is now one row.</summary>
    internal bool IsTransposed { get; }

    /// <summary>How many multiply-adds all products take.</summary>
    internal long Work => (long)Batches * M * N * K;

    internal T* A(int batch) => IsTransposed ? _b + Start(2, batch) : _a + Start(1, batch);

    internal T* B(int batch) => IsTransposed ? _a + Start(1, batch) : _b + Start(2, batch);

    internal T* C(int batch) => _c + (nint)batch * M * N;

    private nint Start(int operand, int batch)
    {
        if (batch == 0) return 0;
        (int row, int index) = int.DivRem(batch, _batch.Row);
        return _batch.Start(operand, row) + index * _batch.Stride(operand);
    }

    private static Layout Leading(in Layout layout, int axes) => new(layout.Sizes[..axes], layout.Strides[..axes]);
}
