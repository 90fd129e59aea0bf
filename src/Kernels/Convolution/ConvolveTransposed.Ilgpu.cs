using System.Numerics;
using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

// x[n, c, iy, ix] = Σ w[o, c, ky, kx] · y[n, o, oy, ox] over oy·sy + ky·dy - py = iy and ox·sx + kx·dx - px = ix: each element sums what reaches it.
// The rows iy ≡ r (mod sy) are a phase: its elements iy = r + u·sy meet the taps ky = ky₀ + t·sy/g, g = gcd(sy, dy), and t alone tells where:
// oy = u + (r + py - ky₀·dy)/sy - t·dy/g, without gaps. So each group and phase of rows and columns is the product of the matrices
// w[c, (o, ty, tx)] and y[(o, ty, tx), (n, u, v)], in the tiles of Tile.Ilgpu.cs, and no product is wasted on the gaps that a stride leaves.
internal readonly struct Transposed<T> : IProduct<Transposed<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Slide _its;
    private readonly ArrayView<T> _w;
    private readonly Planes<T> _y;
    private readonly Phase _rows, _columns;
    private readonly Parting _places, _taps;
    private readonly int _group;

    internal Transposed(in Slide its, ArrayView<T> w, ArrayView<T> y, in Extents sizes)
    {
        (_its, _w, _y) = (its, w, new Planes<T>(y, its.Places));
        LeftWay = sizes.LeftAlong ? Way.Depth : Way.Lines;
    }

    private Transposed(in Transposed<T> product, int z)
    {
        this = product;
        int across = Math.Min(_its.Stride.Width, _its.Image.Width), phases = across * Math.Min(_its.Stride.Height, _its.Image.Height), at = z % phases;
        _rows = new Phase(at / across, _its.Image.Height, _its.Kernel.Height, _its.Stride.Height, _its.Padding.Height, _its.Dilation.Height, _its.Period.Height);
        _columns = new Phase(at % across, _its.Image.Width, _its.Kernel.Width, _its.Stride.Width, _its.Padding.Width, _its.Dilation.Width, _its.Period.Width);
        (_places, _taps) = (new Parting(_rows.Count * _columns.Count, _columns.Count), new Parting(_rows.Taps * _columns.Taps, _columns.Taps));
        _group = z / phases;
    }

    public static bool HasFours => false;

    public int M => _its.Inputs;

    public int N => _its.Images * _rows.Count * _columns.Count;

    public int K => _its.Outputs * _rows.Taps * _columns.Taps;

    public int LeftWay { get; }

    public int RightWay => Way.Lines;

    public bool WritesFours => false;

    public Transposed<T> Of(int z) => new(this, z);

    public Place LeftLine(int i) => new(_its.W.From + i * _its.W.Step1);

    public Place LeftDepth(int p)
    {
        Place tap = _taps.Of(p);        // o, ty, tx
        int ky = _rows.Tap + tap.Row * _rows.Step, kx = _columns.Tap + tap.Column * _columns.Step;
        return new((_group * _its.Outputs + tap.At) * _its.W.Step0 + ky * _its.W.Step2 + kx * _its.W.Step3);
    }

    public T Left(Place line, Place depth) => _w[line.At + depth.At];

    public Four<T> LeftFour(int i, int p) => default;

    public Place RightLine(int j)
    {
        Place at = _places.Of(j);       // n, u, v
        int row = at.Row + _rows.Base, column = at.Column + _columns.Base;
        return new(_its.Y.From + at.At * _its.Y.Step0 + _group * _its.Outputs * _its.Y.Step1 + row * _its.Y.Step2 + column * _its.Y.Step3, row, column);
    }

    public Place RightDepth(int p)
    {
        Place tap = _taps.Of(p);
        int row = -tap.Row * _rows.Jump, column = -tap.Column * _columns.Jump;
        return new(tap.At * _its.Y.Step1 + row * _its.Y.Step2 + column * _its.Y.Step3, row, column);
    }

    public T Right(Place line, Place depth) => _y.At(line, depth);

    public Four<T> RightFour(int j, int p) => default;

    public int Target(int i, int j)
    {
        Place at = _places.Of(j);
        int iy = _rows.Start + at.Row * _its.Stride.Height, ix = _columns.Start + at.Column * _its.Stride.Width;
        return (((at.At * _its.Groups + _group) * _its.Inputs + i) * _its.Image.Height + iy) * _its.Image.Width + ix;
    }

    public int Shift(int i, int j) => 0;

    /// <summary>Rows or columns a stride apart.</summary>
    internal readonly struct Phase
    {
        // Of the elements of the image; the first tap, how many, from one to the next; place = u + base - t·jump.
        internal readonly int Start, Count, Tap, Taps, Step, Base, Jump;

        internal Phase(int start, int image, int taps, int stride, int padding, int dilation, int period)
        {
            int tap = 0;
            while (tap < period && (start + padding - tap * dilation) % stride != 0) tap++;
            (Start, Count, Tap, Step) = (start, (image - start + stride - 1) / stride, tap, period);
            Taps = tap < period && tap < taps ? (taps - tap + period - 1) / period : 0;
            Base = (start + padding - tap * dilation) / stride;
            Jump = dilation * period / stride;
        }
    }
}
