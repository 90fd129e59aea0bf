namespace DeepPuzzles.Kernels;

// One matrix after the other by the op's definition.
public sealed partial class ReferenceDevice
{
    /// <inheritdoc/>
    public override void Factor<TOp, T>(TOp op, in View<T> a, in View<T> y)
    {
        var batch = new MatrixBatch<T>(a);
        double[] elements = new double[batch.Rows * batch.Columns], parts = new double[y.Layout.Sizes[^1]];
        for (int number = 0; number < batch.Count; number++)
        {
            var matrix = new Matrix(elements, batch.Rows, batch.Columns);
            try
            {
                batch.Load(number, matrix);
                if (TOp.Kind == MatrixKind.Symmetric) MatrixBatch<T>.Symmetrise(matrix);
                op.Define(matrix, parts);
            }
            catch (ArithmeticException reason)
            {
                throw batch.About(number, reason);
            }
            for (int i = 0; i < parts.Length; i++) At(y, number * parts.Length + i) = T.CreateTruncating(parts[i]);
        }
    }

    /// <inheritdoc/>
    public override void Solve<TOp, T>(TOp op, in View<T> a, in View<T> b, in View<T> x)
    {
        MatrixBatch<T> batch = new(a), right = new(b), solution = new(x);
        double[] elements = new double[batch.Rows * batch.Columns], sides = new double[right.Rows * right.Columns];
        for (int number = 0; number < batch.Count; number++)
        {
            Matrix matrix = new(elements, batch.Rows, batch.Columns), rows = new(sides, right.Columns, right.Rows);
            try
            {
                batch.Load(number, matrix);
                right.LoadTransposed(number, rows);
                op.Define(matrix, rows);
            }
            catch (ArithmeticException reason)
            {
                throw batch.About(number, reason);
            }
            solution.StoreTransposed(number, rows);
        }
    }
}
