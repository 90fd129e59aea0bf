namespace DeepPuzzles.Kernels;

// Ops on whole matrices. All compute in float64; a float32 matrix is widened before and its results are rounded once, so that they are as good as
// float32 can be. What cannot be done for the numbers given is told by an ArithmeticException whose message goes on from "the matrix …".

/// <summary>Which matrices an op takes.</summary>
public enum MatrixKind
{
    /// <summary>Any m × n.</summary>
    Any,

    /// <summary>m × n with m ≥ n.</summary>
    Tall,

    /// <summary>n × n.</summary>
    Square,

    /// <summary>n × n and equal to its transpose but for rounding; the op sees the mean of the two.</summary>
    Symmetric,
}

/// <summary>Takes a matrix apart. The <see cref="OpRecord.Ulp"/> of its record is the c of its bound: put together again, the parts differ from the
/// matrix by at most c·max(m, n)·u·‖A‖, and columns that should be orthonormal are so within c·max(m, n)·u.</summary>
public interface IFactorisation : IOp
{
    /// <summary>Which matrices it takes.</summary>
    static abstract MatrixKind Kind { get; }

    /// <summary>The rows and columns of each part, in the order in which they stand, one after the other, in the results.</summary>
    static abstract Extent[] Parts(int m, int n);

    /// <summary>How many numbers of scratch the fast form needs.</summary>
    static abstract int Scratch(int m, int n);

    /// <summary>The fast form. The matrix may be overwritten.</summary>
    /// <exception cref="ArithmeticException">There are no such parts.</exception>
    void Factor(Matrix a, Span<double> parts, Span<double> scratch);

    /// <summary>The definition, by another algorithm, as plain as it can be; slow.</summary>
    /// <exception cref="ArithmeticException">There are no such parts.</exception>
    void Define(Matrix a, Span<double> parts);
}

/// <summary>Solves systems of n linear equations.</summary>
public interface ISolver : IOp
{
    /// <summary>How many numbers of scratch the fast form needs.</summary>
    static abstract int Scratch(int n);

    /// <summary>The fast form. Each row of x is a right-hand side, and becomes its solution; the matrix may be overwritten.</summary>
    /// <exception cref="ArithmeticException">The matrix is singular.</exception>
    void Solve(Matrix a, Matrix x, Span<double> scratch);

    /// <summary>The definition, by another algorithm, as plain as it can be; slow.</summary>
    /// <exception cref="ArithmeticException">The matrix is singular.</exception>
    void Define(Matrix a, Matrix x);
}
