namespace DeepPuzzles.Tensors.Tests.Corpus;

/// <summary>Where the library answers differently from NumPy on purpose: what it does, in words and as a check. differences.py has the other half,
/// by the same names.</summary>
internal static class Differences
{
    private static readonly Tensor s_one = Tensor.Ones([2], DType.Int32), s_two = Tensor.Ones([2, 2]), s_true = Tensor.Ones([2], DType.Bool);

    internal static readonly Dictionary<string, (string Words, Func<bool> Holds)> All = new()
    {
        ["values"] = ("a tensor never changes: `With`, `Put`, `IndexAdd` and `MaskedFill` make a new one", () => s_one.With([1], 5)[1].Item() == 5 && s_one[1].Item() == 1),
        ["dtypes"] = ("float32, and int32 of whole numbers, unless a dtype is given", () => Tensor.Zeros([1]).DType == DType.Float32 && Tensor.Linspace(0, 1, 2).DType == DType.Float32 && Tensor.Arange(2).DType == DType.Int32),
        ["two dtypes"] = ("an error; a conversion is written out: `x.To(dtype)`", () => Refuses(() => s_one + s_two[0]) && Refuses(() => s_two + s_two.To(DType.Float64))),
        ["functions of int32"] = ("an error; `x.To(DType.Float32)` first", () => Refuses(() => s_one.Sqrt()) && Refuses(() => s_one.Mean()) && Refuses(() => s_one.Median(0)) && Refuses(() => s_one.Norm()) && Refuses(() => s_one / s_one) && Refuses(() => s_one.MatMul(s_one))),
        ["rounding of int32"] = ("int32 as it is", () => new[] { s_one.Floor(), s_one.Ceiling(), s_one.Round(), s_one.Truncate() }.All(y => y.DType == DType.Int32)),
        ["sums of int32"] = ("int32, and wraps", () => new[] { s_one.Sum(), s_one.Product(), s_one.CumulativeSum(0), s_one.CumulativeProduct(0) }.All(y => y.DType == DType.Int32)),
        ["values of int32"] = ("an error where 2.5 is to be an int32", () => Refuses(() => Tensor.Full([2], 2.5, DType.Int32)) && Refuses(() => Tensor.Scalar(2.5, DType.Int32)) && Refuses(() => Tensor.FullLike(s_one, 2.5)) && Refuses(() => s_one.With([1], 2.5))),
        ["bool"] = ("an error; `CountNonZero`, or `x.To(DType.Int32)` first", () => Refuses(() => s_true.Sum()) && Refuses(() => s_true.Mean()) && Refuses(() => s_true.Max()) && Refuses(() => s_true.ArgMax(0)) && Refuses(() => s_true.Abs())),
        ["bits"] = ("an error: they are for bool", () => Refuses(() => s_one & s_one) && Refuses(() => s_one | s_one) && Refuses(() => s_one ^ s_one)),
        ["float to int32"] = ("NaN becomes 0, others the nearest int32", () => Tensor.From([double.NaN, 3e9, double.NegativeInfinity]).To(DType.Int32).ToArray<int>() is [0, int.MaxValue, int.MinValue]),
        ["large quotients"] = ("the nearest float32 to the quotient rounded down", () => Tensor.From([16777216f]).FloorDivide(0.75).Item() == 22369620),
        ["norm over two axes"] = ("that of all their elements as one vector; of a matrix there is `SpectralNorm`", () => s_two.Norm([0, 1], order: 1).Item() == 4),
        ["median of infinities"] = ("that infinity", () => double.IsPositiveInfinity(Tensor.From([double.PositiveInfinity, double.PositiveInfinity]).Quantile(0.25, 0).Item())),
        ["log-sum-exp of nothing"] = ("an error", () => Refuses(() => Tensor.Zeros([0]).LogSumExp(0))),
        ["axis of totals and sorting"] = ("`CumulativeSum` and `CumulativeProduct` too; but an axis that is named must be there, and a single number has none", () => s_two.CumulativeSum().Shape == [4] && s_two[0, 0].CumulativeSum().Shape == [1] && Refuses(() => s_two[0, 0].CumulativeSum(0))),
        ["descending"] = ("either way, always stable, NaN last", () => Tensor.From([1.0, double.NaN, 2.0, 1.0]).ArgSort(descending: true).ToArray<int>() is [2, 0, 3, 1]),
        ["first or last axes"] = ("matrices stand along the last two axes, everywhere", () => Tensor.Ones([3, 2, 2]).Trace().Shape == [3]),
        ["diag"] = ("`Diag` makes matrices of rows, `Diagonal` takes the diagonals of matrices", () => s_two.Diag().Shape == [2, 2, 2] && s_two.Diagonal().Shape == [2]),
        ["split"] = ("`Split` takes the sizes of the parts", () => Tensor.Zeros([6]).Split([1, 2, 3]).Select(part => part.Count).SequenceEqual([1, 2, 3])),
        ["non-zero"] = ("`NonZero` gives one row of indices for each, as `np.argwhere`", () => s_two.NonZero().Shape == [4, 2]),
        ["negative indices"] = ("`Rows` and `Gather` take none; `At` and slices do", () => Refuses(() => s_one.Rows(Tensor.From([-1]))) && Refuses(() => s_one.Gather(Tensor.From([-1]), 0)) && s_one.At(Tensor.From([-1])).Item() == 1),
        ["repeat"] = ("`Repeat` takes one count; for others, `Rows` with indices that repeat", () => s_one.Repeat(3, 0).Count == 6 && s_one.Rows(Tensor.From([0, 1, 1, 1])).Count == 4),
        ["eight axes"] = ("up to 8", () => Tensor.Zeros([1, 1, 1, 1, 1, 1, 1, 1]).Rank == 8 && Refuses(() => Tensor.Zeros([1, 1, 1, 1, 1, 1, 1, 1]).Unsqueeze(0))),
        ["symmetric matrices"] = ("an error where the other triangle differs", () => Refuses(() => Tensor.From(new[,] { { 4.0, 9.0 }, { 2.0, 5.0 } }).Cholesky()) && Refuses(() => Tensor.From(new[,] { { 4.0, 9.0 }, { 2.0, 5.0 } }).Eigh().Values)),
        ["signs of factors"] = ("the diagonal of R is not negative, the largest component of each eigenvector and column of U positive", () => s_two.Qr().R[0, 0].Item() > 0 && (-s_two).Svd().U[0, 0].Item() > 0 && (-s_two).Eigh().Vectors.Abs().Max().Item() == s_two.Eigh().Vectors.Max().Item()),
        ["rows to solve for"] = ("one column [n] for all, or matrices [..., n, k]", () => Refuses(() => Tensor.Ones([2, 3, 3]).Solve(Tensor.Ones([2, 3])))),
        ["least squares of low rank"] = ("an error; `PseudoInverse().MatMul(y)` gives it", () => Refuses(() => s_two.LeastSquares(Tensor.Ones([2]))) && Math.Abs(s_two.PseudoInverse().MatMul(Tensor.Ones([2]))[0].Item() - 0.5) < 1e-6),
        ["tolerance of a rank"] = ("relative to the largest singular value", () => Tensor.From([10.0, 1.0]).Diag().MatrixRank(0.2).Item() == 1 && Tensor.From([10.0, 1.0]).Diag().MatrixRank(0.05).Item() == 2),
        ["tolerance of a pseudo-inverse"] = ("up to max(m, n)·2u, as for the rank", () => Tensor.From([1, 1e-7f]).Diag().PseudoInverse()[1, 1].Item() == 0),
    };

    private static bool Refuses(Func<Tensor> call)
    {
        try
        {
            _ = call();
            return false;
        }
        catch (TensorException)
        {
            return true;
        }
    }
}
