using System.Numerics;
using ILGPU;
using ILGPU.Runtime;

namespace DeepPuzzles.Kernels.Ilgpu;

// C[z, i, j] = op(Σ_p A[z, i, p] · B[z, p, j] + bias[j]), any strides of A and B; C has no gaps, or is turned.
// The tiles are those of Tile.Ilgpu.cs; here stands only where the numbers are.
internal readonly struct Matrices<T> : IProduct<Matrices<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Walk _batch;
    private readonly ArrayView<T> _left, _right;
    private readonly Steps _leftSteps, _rightSteps;
    private readonly Strides _strides;
    private readonly int _a, _b, _c;

    /// <param name="batch">Of C, A and B.</param>
    /// <param name="left">The memory of A.</param>
    /// <param name="leftSteps">Where the matrices of A begin.</param>
    /// <param name="right">The memory of B.</param>
    /// <param name="rightSteps">Where the matrices of B begin.</param>
    /// <param name="strides">All the rest.</param>
    internal Matrices(in Walk batch, ArrayView<T> left, in Steps leftSteps, ArrayView<T> right, in Steps rightSteps, in Strides strides) =>
        (_batch, _left, _leftSteps, _right, _rightSteps, _strides) = (batch, left, leftSteps, right, rightSteps, strides);

    private Matrices(in Matrices<T> product, int z)
    {
        this = product;
        Coordinates at = product._batch.At(z);
        (_a, _b, _c) = (product._leftSteps.At(product._batch, at), product._rightSteps.At(product._batch, at), z * product.M * product.N);
    }

    public static bool HasFours => true;

    public int M => _strides.M;

    public int N => _strides.N;

    public int K => _strides.K;

    public int LeftWay => _strides.LeftWay;

    public int RightWay => _strides.RightWay;

    public bool WritesFours => _strides.WriteWay == Way.FourLines;

    public Matrices<T> Of(int z) => new(this, z);

    public Place LeftLine(int i) => new(_a + i * _strides.RowA);

    public Place LeftDepth(int p) => new(p * _strides.StepA);

    public T Left(Place line, Place depth) => _left[line.At + depth.At];

    public Four<T> LeftFour(int i, int p) => _left.AsAligned(16).Cast<Four<T>>()[(_a + i * _strides.RowA + p * _strides.StepA) / 4];

    public Place RightLine(int j) => new(_b + j * _strides.ColumnB);

    public Place RightDepth(int p) => new(p * _strides.StepB);

    public T Right(Place line, Place depth) => _right[line.At + depth.At];

    public Four<T> RightFour(int j, int p) => _right.AsAligned(16).Cast<Four<T>>()[(_b + j * _strides.ColumnB + p * _strides.StepB) / 4];

    public int Target(int i, int j) => _c + i * _strides.RowC + j * _strides.ColumnC;

    public int Shift(int i, int j) => i * _strides.RowBias + j * _strides.ColumnBias;
}

/// <summary>Sizes and strides of a product.</summary>
internal readonly record struct Strides(int M, int N, int K, int RowA, int StepA, int StepB, int ColumnB, int RowC, int ColumnC, int RowBias, int ColumnBias, int LeftWay, int RightWay, int WriteWay);
