using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Rules;

namespace DeepPuzzles.Autograd;

// Matrices taken apart and put together again. gA is the gradient at A; A = …, gU and so on at its parts, which stand in one row. Where A is
// symmetric, only symmetric changes of it count, and gA is symmetric.
//
// Sources: M. Giles, Collected matrix derivative results for forward and reverse mode (2008); I. Murray, Differentiation of the Cholesky
// decomposition (2016); S. Walter & L. Lehmann, Algorithmic differentiation of linear algebra functions (2010), for QR; J. Townsend,
// Differentiating the singular value decomposition (2016); G. Golub & V. Pereyra, The differentiation of pseudo-inverses (1973).
internal static partial class Calculus
{
    private static void Matrices()
    {
        Rule(default(LinearSolve), static (gx, a, b, x) => -a.Transpose().Solve(gx).MatMul(x.Transpose()), static (gx, a, b, x) => a.Transpose().Solve(gx));
        RuleOfMany<TriangularSolve>(static (op, gx, inputs, i) =>
        {
            Tensor gb = inputs[0].TriangularSolve(gx, op.Upper, !op.Transposed);
            if (i == 1) return gb;
            Tensor x = inputs[0].Solve(op, inputs[1]), product = op.Transposed ? x.MatMul(gb.Transpose()) : gb.MatMul(x.Transpose());
            return -(op.Upper ? product.UpperTriangle() : product.LowerTriangle());
        });
        Rule(default(LogDeterminant), static (gy, a, y) =>
        {
            Tensor log = Tensor.Unpack<LogDeterminant>(gy, a.Shape[-2], a.Shape[-1])[1];
            return InverseForDeterminant(a).Transpose() * log;
        });
        Rule(default(Determinant), static (gy, a, y) => gy.Unsqueeze(-1).Unsqueeze(-1) * Cofactors.Of(a));
        Rule(default(Cofactors), static (gc, a, c) => CofactorsChange.Of(gc, a));
        RuleOfMany<CofactorsChange>(static (op, w, inputs, i) => i == 0 ? CofactorsChange.Of(w, inputs[1]) : CofactorsBend.Of(w, inputs[0], inputs[1]));
        RuleOfMany<CofactorsBend>(static (op, z, inputs, i) => i < 2 ? CofactorsBend.Of(z, inputs[1 - i], inputs[2]) : CofactorsBend.Fourth(z, inputs[0], inputs[1], inputs[2]));
        Rule(default(FullRank), static (gy, x, y) => gy);
        Rule(default(Cholesky), static (gy, a, y) =>
        {
            (Tensor gl, Tensor l) = (Parts<Cholesky>(gy, a)[0], Parts<Cholesky>(y, a)[0]);
            Tensor inner = l.Transpose().MatMul(gl);
            Tensor half = l.TriangularSolve(HalfTriangle(inner), transposed: true);
            return Symmetric(l.TriangularSolve(half.Transpose(), transposed: true));
        });
        Rule(default(Qr), static (gy, a, y) =>
        {
            (Tensor[] g, Tensor[] parts) = (Parts<Qr>(gy, a), Parts<Qr>(y, a));
            (Tensor q, Tensor r) = (parts[0], parts[1]);
            Tensor m = r.MatMul(g[1].Transpose()) - g[0].Transpose().MatMul(q), lower = HalfTriangle(m);
            return r.TriangularSolve((g[0] + q.MatMul(lower + lower.Transpose())).Transpose(), upper: true).Transpose();
        });
        Rule(default(Eigh), static (gy, a, y) =>
        {
            (Tensor[] g, Tensor[] parts) = (Parts<Eigh>(gy, a), Parts<Eigh>(y, a));
            (Tensor values, Tensor v) = (parts[0], parts[1]);
            Tensor turning = Over(Skew(v.Transpose().MatMul(g[1])), values.Transpose() - values);
            return v.MatMul(g[0].Squeeze(-1).Diag() + turning).MatMul(v.Transpose());
        });
        Rule(default(Svd), static (gy, a, y) =>
        {
            (Tensor[] g, Tensor[] parts) = (Parts<Svd>(gy, a), Parts<Svd>(y, a));
            (Tensor u, Tensor s, Tensor vt) = (parts[0], parts[1], parts[2]);
            (Tensor gu, Tensor gs, Tensor gvt) = (g[0], g[1], g[2]);
            Tensor st = s.Transpose(), gaps = (st - s) * (st + s);
            Tensor left = Over(Skew(u.Transpose().MatMul(gu)), gaps) * 2, right = Over(Skew(vt.MatMul(gvt.Transpose())), gaps) * 2;
            Tensor ga = u.MatMul(gs.Squeeze(-1).Diag() + left * st + s * right).MatMul(vt);
            // What lies outside the spans of U and V: there is such a thing only where they are not square.
            if (a.Shape[-2] > s.Shape[-2]) ga += Over(gu - u.MatMul(u.Transpose().MatMul(gu)), st).MatMul(vt);
            if (a.Shape[-1] > s.Shape[-2]) ga += u.MatMul(Over(gvt - gvt.MatMul(vt.Transpose()).MatMul(vt), s));
            return ga;
        });
        Rule<PseudoInverse>(static (op, gy, a, y) =>
        {
            Tensor gt = gy.Transpose(), yt = y.Transpose(), down = gt.MatMul(y).MatMul(yt), across = yt.MatMul(y).MatMul(gt);
            return down - a.MatMul(y).MatMul(down) + across - across.MatMul(y).MatMul(a) - yt.MatMul(gy).MatMul(yt);
        });
    }

    private static Tensor InverseForDeterminant(Tensor a)
    {
        try
        {
            return a.Inverse();
        }
        catch (TensorException error) when (error.InnerException is ArithmeticException)
        {
            throw new TensorException($"{LogDeterminant.Name}: {a.Shape}: its gradient is made with the inverse, but a matrix is singular, where it is infinite", error);
        }
    }

    private static Tensor[] Parts<TOp>(Tensor row, Tensor a)
        where TOp : struct, IFactorisation => Tensor.Unpack<TOp>(row, a.Shape[-2], a.Shape[-1]);

    // (X + Xᵀ) / 2 and (X - Xᵀ) / 2.
    private static Tensor Symmetric(Tensor x) => (x + x.Transpose()) * 0.5;

    private static Tensor Skew(Tensor x) => (x - x.Transpose()) * 0.5;

    // x / d, but 0 where both are 0: nothing flows through what was not used.
    private static Tensor Over(Tensor x, Tensor d)
    {
        Tensor unused = x.Equal(0) & d.Equal(0);
        return x / Tensor.Where(unused, Tensor.Ones([], x.DType, x.Device), d);
    }

    // What is below the diagonal, and half of the diagonal.
    private static Tensor HalfTriangle(Tensor x) => x.LowerTriangle(-1) + (x.Diagonal() * 0.5).Diag();
}
