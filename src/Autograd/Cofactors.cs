using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>The gradient C of a determinant: C_ij is ±1 times the determinant of what is left without row i and column j, and where A has an inverse,
/// C = det A·A⁻ᵀ. Found from A = U·diag(σ)·Vᵀ, at singular matrices too: C = det U·det V·U·diag(∏_(j≠i) σ_j)·Vᵀ.</summary>
internal readonly record struct Cofactors : IStructuralOp
{
    public static string Name => "cofactors";

    internal static Tensor Of(Tensor a)
    {
        if (a.Count == 0) return a.StopGradient();
        (Tensor u, Tensor s, Tensor vt) = Turned(a);
        return (u * Others(s).Unsqueeze(-2)).MatMul(vt).ResultOf(default(Cofactors), a);
    }

    // The singular value decomposition, a constant, with the sign of the determinant in U: det A = ∏ σ if A = ±U·diag(σ)·Vᵀ.
    internal static (Tensor U, Tensor S, Tensor Vt) Turned(Tensor a)
    {
        (Tensor u, Tensor s, Tensor vt) = a.StopGradient().Svd();
        Tensor sign = u.LogDeterminant().Sign * vt.LogDeterminant().Sign;
        return (u * sign.Unsqueeze(-1).Unsqueeze(-1), s, vt);
    }

    internal static Tensor Others(Tensor factors) => Calculus.Others(Scaled.Of(factors)).To(factors.DType);
}

/// <summary>How the <see cref="Cofactors"/> of A move when A moves along V: the second derivative of the determinant, symmetric in its directions. In the
/// coordinates B of V in which A is diag(σ), with P_ij = ∏_(k≠i,j) σ_k, it is P_ij·B_jj summed over j ≠ i on the diagonal, and -P_ij·B_ji beside it.
/// Inputs: V, A. At singular matrices it has a value, but no rule for a third derivative.</summary>
internal readonly record struct CofactorsChange : IStructuralOp
{
    public static string Name => "change of cofactors";

    internal static Tensor Of(Tensor v, Tensor a)
    {
        if (a.Count == 0) return a.StopGradient();
        (Tensor u, Tensor s, Tensor vt) = Cofactors.Turned(a);
        int n = a.Shape[-1];
        Tensor diagonal = Tensor.Eye(n, DType.Bool, a.Device), one = Tensor.Ones([], a.DType, a.Device);
        Tensor others = Cofactors.Others(Tensor.Where(diagonal, one, s.Unsqueeze(-2)));
        Tensor p = Tensor.Where(diagonal, Tensor.Zeros([], a.DType, a.Device), others);
        Tensor b = u.Transpose().MatMul(v.StopGradient()).MatMul(vt.Transpose());
        Tensor along = p.MatMul(b.Diagonal().Unsqueeze(-1)).Squeeze(-1).Diag();
        return u.MatMul(along - p * b.Transpose()).MatMul(vt).ResultOf(default(CofactorsChange), v, a);
    }

    /// <summary>The gradient at A of ⟨w, the change along v⟩, which is det·(tr(Xv)·tr(Xw) - tr(XvXw)) with X = A⁻¹.</summary>
    internal static Tensor Third(Tensor w, Tensor v, Tensor a)
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
            throw new TensorException($"determinant: {a.Shape}: its third derivative is made with the inverse, but a matrix is singular; there are two derivatives there", error);
        }
    }
}
