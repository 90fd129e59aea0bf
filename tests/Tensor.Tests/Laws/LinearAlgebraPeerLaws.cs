using MathNet.Numerics.LinearAlgebra;
using static DeepPuzzles.Tensors.Tests.Laws.LinearAlgebraLaws;
using Matrix = MathNet.Numerics.LinearAlgebra.Matrix<double>;

namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>What another library finds for the same matrices.</summary>
public sealed class LinearAlgebraPeerLaws
{
    public static TheoryData<int, int> Shapes => new() { { 1, 1 }, { 2, 2 }, { 5, 5 }, { 30, 30 }, { 71, 71 }, { 9, 4 }, { 4, 9 }, { 80, 12 }, { 12, 80 }, { 1, 7 }, { 7, 1 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Another_library_finds_the_same(int m, int n)
    {
        Tensor x = Normal("peer", m, n);
        Matrix peer = Peer(x);
        Near(Tensor.From(peer.Svd(computeVectors: false).S.ToArray(), [Math.Min(m, n)]), x.Svd().S);
        Near(Tensor.Scalar(peer.L2Norm(), DType.Float64), x.SpectralNorm());
        Near(Ours(peer.PseudoInverse()), x.PseudoInverse());
        Assert.Equal(peer.Rank(), x.MatrixRank().Item());
        if (m >= n) Near(Tensor.From(peer.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).R.Diagonal().Map(Math.Abs).ToArray(), [n]), (x.Qr().R * Tensor.Eye(n, DType.Float64)).Sum(-1));
        if (m != n) return;
        Tensor symmetric = x + x.Transpose(), positive = x.MatMul(x.Transpose()) + Tensor.Eye(n, DType.Float64), b = Normal("right", n, 2);
        Near(Tensor.From(Peer(symmetric).Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).Order().ToArray(), [n]), symmetric.Eigh().Values);
        Near(Ours(Peer(positive).Cholesky().Factor), positive.Cholesky());
        Near(Ours(peer.Solve(Peer(b))), x.Solve(b));
        Near(Ours(peer.Inverse()), x.Inverse());
        double determinant = peer.Determinant();
        Assert.Equal(1, x.Determinant().Item() / determinant, Tolerance);
        Assert.Equal(Math.Sign(determinant), x.LogDeterminant().Sign.Item());
    }

    private static Matrix Peer(Tensor x) => Matrix.Build.DenseOfRowMajor(x.Shape[0], x.Shape[1], x.ToArray<double>());

    private static Tensor Ours(Matrix x) => Tensor.From(x.ToRowMajorArray(), [x.RowCount, x.ColumnCount]);
}
