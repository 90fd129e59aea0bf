using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Lifting;

namespace DeepPuzzles.Autograd;

// Matrices stand along the last two axes: one axis more before them is a larger batch.
internal static partial class LiftingLines
{
    private static void Matrices()
    {
        Factorisation<Cholesky>();
        Factorisation<Qr>();
        Factorisation<Eigh>();
        Factorisation<Svd>();
        Factorisation<LogDeterminant>();
        Solver<LinearSolve>();
        Solver<TriangularSolve>();
        Rule<Determinant>(static (op, x) => x.Determinant());
        Rule<Cofactors>(static (op, x) => Cofactors.Of(x));
        RuleOfMany<CofactorsChange>(static (op, x) => CofactorsChange.Of(x.Each(0), x.Each(1)));
        RuleOfMany<CofactorsBend>(static (op, x) => CofactorsBend.Of(x.Each(0), x.Each(1), x.Each(2)));
        Rule<FullRank>(static (op, x) => x.RequireFullRank(op));
        Rule<PseudoInverse>(static (op, x) => x.PseudoInverse(op.Tolerance));
    }

    private static void Factorisation<TOp>()
        where TOp : struct, IFactorisation => Rule<TOp>(static (op, x) => x.Factor(op));

    private static void Solver<TOp>()
        where TOp : struct, ISolver => RuleOfMany<TOp>(static (op, x) => x[0].Solve(op, x[1]));
}
