using System.Numerics;
using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

// w[o, c, ky, kx] = Σ y[n, o, oy, ox] · x[n, c, oy·sy + ky·dy - py, ox·sx + kx·dx - px] over n, oy and ox: for each group the product of the matrices
// y[o, (n, oy, ox)] and x[(n, oy, ox), (c, ky, kx)], in the tiles of Tile.Ilgpu.cs. The second matrix is nowhere: its numbers are read where they stand.
internal readonly struct ToWeights<T> : IProduct<ToWeights<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Slide _its;
    private readonly ArrayView<T> _y;
    private readonly Planes<T> _x;
    private readonly Parting _places, _taps;
    private readonly int _group;

    internal ToWeights(in Slide its, ArrayView<T> y, ArrayView<T> x)
    {
        (_its, _y, _x) = (its, y, new Planes<T>(x, its.Image));
        (_places, _taps) = (new Parting(its.Places.Area, its.Places.Width), new Parting(its.Kernel.Area, its.Kernel.Width));
    }

    private ToWeights(in ToWeights<T> product, int group)
    {
        this = product;
        _group = group;
    }

    public static bool HasFours => false;

    public int M => _its.Outputs;

    public int N => _its.Inputs * _its.Kernel.Area;

    public int K => _its.Images * _its.Places.Area;

    public int LeftWay => Way.Depth;

    public int RightWay => Way.Depth;

    public bool WritesFours => false;

    public ToWeights<T> Of(int z) => new(this, z);

    public Place LeftLine(int i) => new(_its.Y.From + (_group * _its.Outputs + i) * _its.Y.Step1);

    public Place LeftDepth(int p)
    {
        Place at = _places.Of(p);       // n, oy, ox
        return new(at.At * _its.Y.Step0 + at.Row * _its.Y.Step2 + at.Column * _its.Y.Step3);
    }

    public T Left(Place line, Place depth) => _y[line.At + depth.At];

    public Four<T> LeftFour(int i, int p) => default;

    public Place RightLine(int j)
    {
        Place tap = _taps.Of(j);        // c, ky, kx
        int row = tap.Row * _its.Dilation.Height - _its.Padding.Height, column = tap.Column * _its.Dilation.Width - _its.Padding.Width;
        return new(_its.X.From + (_group * _its.Inputs + tap.At) * _its.X.Step1 + row * _its.X.Step2 + column * _its.X.Step3, row, column);
    }

    public Place RightDepth(int p)
    {
        Place at = _places.Of(p);
        int row = at.Row * _its.Stride.Height, column = at.Column * _its.Stride.Width;
        return new(at.At * _its.X.Step0 + row * _its.X.Step2 + column * _its.X.Step3, row, column);
    }

    public T Right(Place line, Place depth) => _x.At(line, depth);

    public Four<T> RightFour(int j, int p) => default;

    public int Target(int i, int j) => (_group * _its.Outputs + i) * _its.Inputs * _taps.Area + j;

    public int Shift(int i, int j) => 0;
}
