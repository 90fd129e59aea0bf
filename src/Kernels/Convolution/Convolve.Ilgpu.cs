using System.Numerics;
using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

// y[n, o, oy, ox] = op(Σ w[o, c, ky, kx] · x[n, c, oy·sy + ky·dy - py, ox·sx + kx·dx - px] + bias[o]): for each group the product of the matrices
// w[o, (c, ky, kx)] and x[(c, ky, kx), (n, oy, ox)], in the tiles of Tile.Ilgpu.cs. The second matrix is nowhere: its numbers are read where they stand.
internal readonly struct Forward<T> : IProduct<Forward<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Slide _its;
    private readonly ArrayView<T> _w;
    private readonly Planes<T> _x;
    private readonly Parting _places, _taps;
    private readonly int _group;

    internal Forward(in Slide its, ArrayView<T> w, ArrayView<T> x, in Extents sizes)
    {
        (_its, _w, _x) = (its, w, new Planes<T>(x, its.Image));
        (_places, _taps) = (new Parting(its.Places.Area, its.Places.Width), new Parting(its.Kernel.Area, its.Kernel.Width));
        LeftWay = sizes.LeftAlong ? Way.Depth : Way.Lines;
    }

    private Forward(in Forward<T> product, int group)
    {
        this = product;
        _group = group;
    }

    public static bool HasFours => false;

    public int M => _its.Outputs;

    public int N => _its.Images * _its.Places.Area;

    public int K => _its.Inputs * _its.Kernel.Area;

    public int LeftWay { get; }

    public int RightWay => Way.Lines;

    public bool WritesFours => false;

    public Forward<T> Of(int z) => new(this, z);

    public Place LeftLine(int i) => new(_its.W.From + (_group * _its.Outputs + i) * _its.W.Step0);

    public Place LeftDepth(int p)
    {
        Place tap = _taps.Of(p);        // c, ky, kx
        return new(tap.At * _its.W.Step1 + tap.Row * _its.W.Step2 + tap.Column * _its.W.Step3);
    }

    public T Left(Place line, Place depth) => _w[line.At + depth.At];

    public Four<T> LeftFour(int i, int p) => default;

    public Place RightLine(int j)
    {
        Place at = _places.Of(j);       // n, oy, ox
        int row = at.Row * _its.Stride.Height - _its.Padding.Height, column = at.Column * _its.Stride.Width - _its.Padding.Width;
        return new(_its.X.From + at.At * _its.X.Step0 + _group * _its.Inputs * _its.X.Step1 + row * _its.X.Step2 + column * _its.X.Step3, row, column);
    }

    public Place RightDepth(int p)
    {
        Place tap = _taps.Of(p);
        int row = tap.Row * _its.Dilation.Height, column = tap.Column * _its.Dilation.Width;
        return new(tap.At * _its.X.Step1 + row * _its.X.Step2 + column * _its.X.Step3, row, column);
    }

    public T Right(Place line, Place depth) => _x.At(line, depth);

    public Four<T> RightFour(int j, int p) => default;

    public int Target(int i, int j)
    {
        int image = _places.PartOf(j);
        return ((image * _its.Groups + _group) * _its.Outputs + i) * _places.Area + j - image * _places.Area;
    }

    public int Shift(int i, int j) => _group * _its.Outputs + i;
}
