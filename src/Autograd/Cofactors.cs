using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>The gradient C of a determinant: C_ij is ±1 times the determinant of what is left without row i and column j, and where A has an inverse,
/// C = det A·A⁻ᵀ. Found from A = U·diag(σ)·Vᵀ, at singular matrices too: C = det U·det V·U·diag(∏_(j≠i) σ_j)·Vᵀ.</summary>
internal readonly record struct Cofactors : IStructuralOp
{
    public static string Name => "cofactors";

    internal static Tensor Of(Tensor a)
    {
        if (a.Count == 0) return Nothing(a);
        (Tensor u, Tensor s, Tensor vt, Tensor sign) = Turned(a);
        return (u * (Others(s) * sign).Unsqueeze(-2)).MatMul(vt).ResultOf(default(Cofactors), a);
    }

    // The singular value decomposition and det U·det V, which is ±1, in [..., 1]; constants. Of R·A·C with powers of two on the diagonals of R and C, so that
    // rows and columns are of like size, else a large one would drown in its rounding what the small ones have: R·U, Vᵀ·C and the sign times det R·det C
    // stand in all formulas for those of A, since det A = det R⁻¹·det(R·A·C)·det C⁻¹.
    internal static (Tensor U, Tensor S, Tensor Vt, Tensor Sign) Turned(Tensor a)
    {
        Tensor rows = Balance(a.StopGradient(), -1), even = a.StopGradient() * rows, columns = Balance(even, -2);
        (Tensor u, Tensor s, Tensor vt) = (even * columns).Svd();
        Tensor sign = u.LogDeterminant().Sign * vt.LogDeterminant().Sign / (rows.Product([-2, -1]) * columns.Product([-2, -1]));
        return (u * rows, s, vt * columns, sign.Unsqueeze(-1));
    }

    // Their product is near 1, so that it stays in range; what all rows have in common stays.
    private static Tensor Balance(Tensor a, int axis)
    {
        Tensor largest = a.Abs().Max(axis, keepDims: true), size = Tensor.Where(largest.Equal(0), 1, largest).Log2().Floor();
        return Tensor.Scalar(2, a.DType, a.Device).Pow((size.Mean([-2, -1], keepDims: true) - size).Round());
    }

    internal static Tensor Masked(Tensor mask, Tensor x, double value) => Tensor.Where(mask, Tensor.Scalar(value, x.DType, x.Device), x);

    // No numbers, but a node of the graph all the same.
    internal static Tensor Nothing(params ReadOnlySpan<Tensor> inputs)
    {
        Tensor sum = inputs[0];
        foreach (Tensor input in inputs[1..]) sum += input;
        return sum * 0;
    }

    internal static Tensor Others(Tensor factors) => Calculus.Others(factors, Tensor.Ones(factors.Shape.With(factors.Rank - 1, 1), factors.DType, factors.Device));
}

/// <summary>How the <see cref="Cofactors"/> of A move when A moves along V: the second derivative of the determinant, symmetric in its directions. In the
/// coordinates B = Uᵀ·V·V' in which A is diag(σ), with P_ij = ∏_(k≠i,j) σ_k, it is Σ_j P_ij·B_jj at ii and -P_ij·B_ji at ij. Inputs: V, A.</summary>
internal readonly record struct CofactorsChange : IStructuralOp
{
    public static string Name => "change of cofactors";

    internal static Tensor Of(Tensor v, Tensor a)
    {
        if (a.Count == 0) return Cofactors.Nothing(v, a);
        (Tensor u, Tensor s, Tensor vt, Tensor sign) = Cofactors.Turned(a);
        Tensor same = Tensor.Eye(a.Shape[-1], DType.Bool, a.Device);
        Tensor p = Cofactors.Others(Cofactors.Masked(same, s.Unsqueeze(-2), 1)), b = u.Transpose().MatMul(v.StopGradient()).MatMul(vt.Transpose());
        p = Cofactors.Masked(same, p, 0);
        Tensor along = p.MatMul(b.Diagonal().Unsqueeze(-1)).Squeeze(-1).Diag();
        return (u * sign.Unsqueeze(-2)).MatMul(along - p * b.Transpose()).MatMul(vt).ResultOf(default(CofactorsChange), v, a);
    }
}

/// <summary>How that moves when A moves along W: the third derivative, symmetric too. With P_ijk = ∏_(l≠i,j,k) σ_l, B of V and C of W, it is
/// Σ_ij P_ijk·(B_ii·C_jj - B_ij·C_ji) at kk and Σ_j P_ijk·(B_ij·C_jk + C_ij·B_jk - B_ik·C_jj - C_ik·B_jj) at ki. Inputs: V, W, A. It has a value at
/// singular matrices, but its derivative by A is made with the inverse.</summary>
internal readonly record struct CofactorsBend : IStructuralOp
{
    public static string Name => "bend of cofactors";

    internal static Tensor Of(Tensor v, Tensor w, Tensor a)
    {
        if (a.Count == 0) return Cofactors.Nothing(v, w, a);
        (Tensor u, Tensor s, Tensor vt, Tensor sign) = Cofactors.Turned(a);
        Tensor same = Tensor.Eye(a.Shape[-1], DType.Bool, a.Device), ij = same.Unsqueeze(-1), beside = same.Unsqueeze(-2) | same.Unsqueeze(-3);
        Tensor p = Cofactors.Masked(ij | beside, Cofactors.Others(Cofactors.Masked(beside, s.Unsqueeze(-2).Unsqueeze(-2), 1)), 0);
        Tensor b = u.Transpose().MatMul(v.StopGradient()).MatMul(vt.Transpose()), c = u.Transpose().MatMul(w.StopGradient()).MatMul(vt.Transpose());
        Tensor ofB = Along(p, b), ofC = Along(p, c);
        Tensor beyond = (p * (b.Unsqueeze(-1) * c.Unsqueeze(-3) + c.Unsqueeze(-1) * b.Unsqueeze(-3))).Sum(-2) - b * ofC - c * ofB;
        Tensor along = (b.Diagonal().Unsqueeze(-1) * ofC).Sum(-2) - (p * (b * c.Transpose()).Unsqueeze(-1)).Sum([-3, -2]);
        return (u * sign.Unsqueeze(-2)).MatMul(beyond.Transpose() + along.Diag()).MatMul(vt).ResultOf(default(CofactorsBend), v, w, a);
    }

    // Σ_j P_ijk·B_jj.
    private static Tensor Along(Tensor p, Tensor b) => (p * b.Diagonal().Unsqueeze(-1).Unsqueeze(-3)).Sum(-2);

    /// <summary>The gradient at A of ⟨z, the bend along v and w⟩; 0 where a determinant has no more than three factors.</summary>
    internal static Tensor Fourth(Tensor z, Tensor v, Tensor w, Tensor a) => a.Shape[-1] <= 3
        ? Tensor.Zeros(a.Shape, a.DType, a.Device)
        : Differentiation.Gradient((Tensor x) => (z * Bend(v, w, x)).Sum())(a);

    // The gradient at A of det·(tr(Xv)·tr(Xw) - tr(XvXw)), X = A⁻¹, which is the second derivative along v and w.
    private static Tensor Bend(Tensor v, Tensor w, Tensor a)
    {
        Tensor x = Inverse(a), xv = x.MatMul(v), xw = x.MatMul(w);
        Tensor vx = xv.MatMul(x), wx = xw.MatMul(x);
        Tensor all = x * (Trace(xv) * Trace(xw) - Trace(xv.MatMul(xw))) - vx * Trace(xw) - wx * Trace(xv) + xv.MatMul(wx) + xw.MatMul(vx);
        return all.Transpose() * a.Determinant().Unsqueeze(-1).Unsqueeze(-1);
    }

    private static Tensor Trace(Tensor x) => x.Diagonal().Sum(-1).Unsqueeze(-1).Unsqueeze(-1);

    private static Tensor Inverse(Tensor a)
    {
        try
        {
            return a.Inverse();
        }
        catch (TensorException error) when (error.InnerException is ArithmeticException)
        {
            throw new TensorException($"determinant: {a.Shape}: its fourth derivative is made with the inverse, but a matrix is singular; there are three derivatives there", error);
        }
    }
}
