using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>The Lanczos process on a symmetric matrix A that is known by its products with vectors (Golub and Van Loan, Matrix Computations, 4th ed.,
/// sec. 10.1 and 10.3): an orthonormal basis Q of k rows with Q·A·Qᵀ = T, tridiagonal. The eigenvalues of T approach those of A, the outer ones
/// first; in as many steps as A has rows they are those of A. Every new row is made orthogonal to all others twice, so that rounding brings no
/// ghosts of eigenvalues already found.</summary>
/// <example><code>var spectrum = Lanczos.Run(v => HessianVector(loss, parameters, v), size: 115, steps: 40, stream);</code></example>
public sealed class Lanczos
{
    /// <summary>A row that is left with less than so many roundings of the norm of A is noise.</summary>
    private const double NoiseRoundings = 1000;

    private Lanczos(double[] alphas, double[] betas, Tensor basis)
    {
        (Alphas, Betas, Basis) = (alphas, betas, basis);
        RitzValues = Tridiagonal.Ritz(alphas, betas);
    }

    /// <summary>The diagonal of T, k numbers.</summary>
    public IReadOnlyList<double> Alphas { get; }

    /// <summary>The numbers beside the diagonal of T, k - 1 of them, then the length of what the last step left over. A 0 among the first says that the
    /// rows so far span a space that A maps into itself; the next row is then drawn anew.</summary>
    public IReadOnlyList<double> Betas { get; }

    /// <summary>Q, [k, size]: orthonormal rows.</summary>
    public Tensor Basis { get; }

    /// <summary>The eigenvalues of T, smallest first.</summary>
    public IReadOnlyList<RitzValue> RitzValues { get; }

    /// <summary>Runs it from a random start. Nothing is recorded, and each step gives its temporaries back.</summary>
    /// <param name="product">From v [size] to A·v [size], for a symmetric A; a Hessian-vector product, say.</param>
    /// <param name="size">The number of rows of A.</param>
    /// <param name="steps">k, from 1 to the size.</param>
    /// <param name="stream">Draws the first row, on its device.</param>
    /// <param name="dtype">float32 or float64: that of the vectors.</param>
    /// <exception cref="TensorException">The number of steps is out of range, the product has another shape or dtype, or is not finite.</exception>
    public static Lanczos Run(Func<Tensor, Tensor> product, int size, int steps, RandomStream stream, DType dtype = DType.Float32)
    {
        if (steps < 1 || steps > size) throw new TensorException($"lanczos: {steps} steps for a matrix of {size} rows; there can be 1 to {size}");
        using Tracking.Scope pause = Tracking.Pause();
        using MemoryScope all = MemoryScope.Open();
        if (!dtype.IsFloat()) throw new TensorException($"lanczos: vectors of {dtype.Name()}; take float32 or float64");
        double unit = dtype == DType.Float32 ? float.BitIncrement(1) - 1 : double.BitIncrement(1) - 1, norm = 0;
        double[] alphas = new double[steps], betas = new double[steps];
        var rows = new List<Tensor>(steps) { Start(stream, [], size, dtype) };
        for (int step = 0; step < steps; step++)
        {
            using MemoryScope scope = MemoryScope.Open();
            Tensor row = rows[step], next = RequireProduct("lanczos", product(row), row);
            alphas[step] = (row * next).Sum().Item();
            next = Orthogonal(next, Tensor.Stack([.. rows]));
            double beta = Length(next);
            if (!double.IsFinite(alphas[step] + beta)) throw new TensorException($"lanczos: the product of step {step} is not finite");
            norm = Math.Max(norm, Math.Abs(alphas[step]) + beta);
            bool isNoise = beta <= NoiseRoundings * unit * norm;
            betas[step] = isNoise ? 0 : beta;
            if (rows.Count == steps) continue;
            next = isNoise ? Start(stream, rows, size, dtype) : next * (1 / beta);
            rows.Add(scope.Keep(next));
        }
        return new Lanczos(alphas, betas, all.Keep(Tensor.Stack([.. rows])));
    }

    // A random direction orthogonal to the rows so far.
    private static Tensor Start(RandomStream stream, List<Tensor> rows, int size, DType dtype)
    {
        Tensor v = stream.Normal([size], dtype: dtype);
        if (rows.Count > 0) v = Orthogonal(v, Tensor.Stack([.. rows]));
        return v * (1 / Length(v));
    }

    // Once leaves what rounding made of large parts along the rows; twice is enough (Parlett, The Symmetric Eigenvalue Problem, sec. 6.9).
    private static Tensor Orthogonal(Tensor v, Tensor rows)
    {
        for (int pass = 0; pass < 2; pass++) v = v - rows.MatMul(v).MatMul(rows);
        return v;
    }

    // Squares of very small or large numbers would not be numbers of the dtype.
    private static double Length(Tensor v)
    {
        double largest = v.Abs().Max().Item();
        return largest > 0 && double.IsFinite(largest) ? largest * Math.Sqrt((v / Tensor.Scalar(largest, v.DType, v.Device)).Square().Sum().Item()) : largest;
    }

    internal static Tensor RequireProduct(string op, Tensor product, Tensor v) => product.Shape == v.Shape && product.DType == v.DType ? product : throw new TensorException(
        $"{op}: the product is {product.DType.Name()} {product.Shape}, the vector {v.DType.Name()} {v.Shape}; they must be the same");
}

/// <summary>An eigenvalue of a Lanczos process's T, which stands for one of A.</summary>
/// <param name="Value">The eigenvalue.</param>
/// <param name="Bound">An eigenvalue of A lies within this of it, rounding aside: |last β · last component of the eigenvector|.</param>
/// <param name="Weight">The square of the first component of the eigenvector, the weights adding to 1: Gauss's quadrature Σ w·f(θ) of a function f of
/// A as the first row sees it.</param>
public readonly record struct RitzValue(double Value, double Bound, double Weight);
