using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// Ops on whole matrices: one door for factorisations, one for solvers. Matrices stand along the last two axes.
//
// An op has one result, so a factorisation gives its parts side by side in one row per matrix, of which the parts are views:
//
//     A [..., m, n]  ──svd──►  row [..., m·k + k + k·n]  ──slice, reshape──►  U [..., m, k], σ [..., k, 1], Vᵀ [..., k, n]
//
// Their gradients meet again in the row, where the op's rule finds them all.
public sealed partial class Tensor
{
    /// <summary>Takes each matrix apart; a new factorisation of yours goes through here. float32 and float64.</summary>
    /// <returns>The parts of each matrix one after the other along the last axis: see <see cref="Unpack"/>.</returns>
    /// <exception cref="TensorException">These are no matrices of the kind that the op takes, or one of them has no such parts.</exception>
    public Tensor Factor<TOp>(TOp op)
        where TOp : struct, IFactorisation => Factor(op, TOp.Name);

    // What is wrong is told in the words of the function that was called.
    private Tensor Factor<TOp>(TOp op, string name)
        where TOp : struct, IFactorisation
    {
        (int m, int n) = RequireMatrices(name, TOp.Kind);
        int length = 0;
        foreach (Extent part in TOp.Parts(m, n)) length = checked(length + part.Area);
        Tensor y = Empty(Matrices(new Shape(Shape.Sizes[..^2]), 1, length), DType, Device);
        try
        {
            if (DType == DType.Float32) Device.Factor<TOp, float>(op, ReadView<float>(), y.ReadView<float>());
            else Device.Factor<TOp, double>(op, ReadView<double>(), y.ReadView<double>());
        }
        catch (ArithmeticException error)
        {
            throw new TensorException($"{name}: {Shape}: {error.Message}", error);
        }
        catch (ArgumentOutOfRangeException error)         // of an earlier op, told as this one waits for its numbers
        {
            throw new TensorException(error.Message, error);
        }
        return y.From(op, TOp.Name, this);
    }

    /// <summary>The parts of matrices [..., m, n] from the row [..., 1, length] that <see cref="Factor{TOp}(TOp)"/> made of them. Views.</summary>
    public static Tensor[] Unpack<TOp>(Tensor row, int m, int n)
        where TOp : struct, IFactorisation
    {
        Extent[] extents = TOp.Parts(m, n);
        var parts = new Tensor[extents.Length];
        var batch = new Shape(row.Shape.Sizes[..^2]);
        for (int i = 0, start = 0; i < parts.Length; start += extents[i++].Area)
            parts[i] = row.Take(Stretch(row.Shape, row.Rank - 1, start, extents[i].Area)).Reshape(Matrices(batch, extents[i].Height, extents[i].Width));
        return parts;
    }

    /// <summary>Solves the systems of these matrices [..., n, n] for the columns of b [..., n, k], or for one column [n]; a new solver of yours goes
    /// through here. Leading axes broadcast. float32 and float64.</summary>
    /// <exception cref="TensorException">A matrix is singular; shapes or dtypes do not fit.</exception>
    public Tensor Solve<TOp>(TOp op, Tensor b)
        where TOp : struct, ISolver => Solve(op, b, TOp.Name);

    private Tensor Solve<TOp>(TOp op, Tensor b, string name)
        where TOp : struct, ISolver
    {
        (int n, _) = RequireMatrices(name, MatrixKind.Square);
        RequireSame(name, this, b);
        if (b.Rank == 0) throw new TensorException($"{name}: the right side is a single number; it must be [{n}] or [..., {n}, k]");
        if (b.Rank == 1) return Solve(op, b.Unsqueeze(-1), name).Squeeze(-1);
        if (b.Shape[-2] != n) throw new TensorException($"{name}: the right side {b.Shape} has {b.Shape[-2]} rows, the matrices {Shape} have {n}");
        if (Rank == 2 && b.Rank > 2 && b.Count > 0)
        {
            // One matrix for all right sides: side by side, so that it is factored once.
            Tensor turned = b.Transpose(0, -2);
            return Solve(op, turned.Reshape(n, b.Count / n), name).Reshape(turned.Shape).Transpose(0, -2);
        }
        Shape batch = Shape.Broadcast(new Shape(Shape.Sizes[..^2]), new Shape(b.Shape.Sizes[..^2]), name);
        Tensor a = Expand(Matrices(batch, n, n)), right = b.Expand(Matrices(batch, n, b.Shape[-1]));
        Tensor x = Empty(right.Shape, DType, Device);
        try
        {
            if (DType == DType.Float32) Device.Solve<TOp, float>(op, a.ReadView<float>(), right.ReadView<float>(), x.ReadView<float>());
            else Device.Solve<TOp, double>(op, a.ReadView<double>(), right.ReadView<double>(), x.ReadView<double>());
        }
        catch (ArithmeticException error)
        {
            throw new TensorException($"{name}: {Shape}: {error.Message}", error);
        }
        catch (ArgumentOutOfRangeException error)         // of an earlier op, told as this one waits for its numbers
        {
            throw new TensorException(error.Message, error);
        }
        return x.From(op, TOp.Name, a, right);
    }

    private (int M, int N) RequireMatrices(string op, MatrixKind kind)
    {
        if (RequireFloat(op).Rank < 2) throw new TensorException($"{op}: {Shape} is no matrix; it must be [..., m, n]");
        (int m, int n) = (Shape[-2], Shape[-1]);
        if (kind == MatrixKind.Tall && m < n) throw new TensorException($"{op}: {Shape} has fewer rows than columns, {m} and {n}; transpose it");
        if (kind is MatrixKind.Square or MatrixKind.Symmetric && m != n) throw new TensorException($"{op}: {Shape} is not square: {m} rows, {n} columns");
        return (m, n);
    }
}
