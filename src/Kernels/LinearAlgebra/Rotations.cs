using System.Numerics;
using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels;

// (x, y) = (c·x + s·y, c·y - s·x) for pairs of rows of a matrix, one rotation after the other.
// They are gathered, and then all applied to one strip of columns after the other, which stays in the cache meanwhile.
internal unsafe ref struct Rotations
{
    /// <summary>Columns of a strip: 64 of 1000 rows take half a megabyte.</summary>
    private const int Strip = 64;

    /// <summary>Rotations gathered per row, so that each row of a strip is used many times.</summary>
    private const int PerRow = 16, AtLeast = 64;

    private readonly Matrix _rows;
    private readonly Span<Rotation> _waiting;
    private int _count;

    internal Rotations(Matrix rows, Span<double> scratch)
    {
        _rows = rows;
        _waiting = MemoryMarshal.Cast<double, Rotation>(scratch);
    }

    /// <summary>How many numbers of scratch are needed for a matrix of so many rows.</summary>
    internal static int Scratch(int rows) => (PerRow * rows + AtLeast) * sizeof(Rotation) / sizeof(double);

    /// <summary>c and s with c·x + s·y = length ≥ 0 and c·y - s·x = 0. Numbers so small that their length would lose digits, so that c² + s² were
    /// not 1, are made larger before.</summary>
    internal static (double Cosine, double Sine) Find(double x, double y, out double length)
    {
        length = 0;
        if (x == 0 && y == 0) return (1, 0);
        double scale = Reflectors.Scale(Math.Max(Math.Abs(x), Math.Abs(y)));
        (x, y) = (x * scale, y * scale);
        double hypotenuse = double.Hypot(x, y);
        length = hypotenuse / scale;
        return (x / hypotenuse, y / hypotenuse);
    }

    internal void Add(int first, int second, double cosine, double sine)
    {
        if (_count == _waiting.Length) Apply();
        _waiting[_count++] = new Rotation(first, second, cosine, sine);
    }

    internal void Apply()
    {
        fixed (double* elements = _rows.Elements)
        {
            for (int column = 0; column < _rows.Columns; column += Strip)
            {
                int width = Math.Min(Strip, _rows.Columns - column);
                foreach (ref readonly Rotation rotation in _waiting[.._count])
                    Rotate(elements + (nint)rotation.First * _rows.Columns + column, elements + (nint)rotation.Second * _rows.Columns + column, width, rotation.Cosine, rotation.Sine);
            }
        }
        _count = 0;
    }

    private static void Rotate(double* x, double* y, int count, double cosine, double sine)
    {
        var (c, s) = (Vector.Create(cosine), Vector.Create(sine));
        int i = 0;
        for (; i <= count - Vector<double>.Count; i += Vector<double>.Count)
        {
            var (u, v) = (Vector.Load(x + i), Vector.Load(y + i));
            (c * u + s * v).Store(x + i);
            (c * v - s * u).Store(y + i);
        }
        for (; i < count; i++) (x[i], y[i]) = (cosine * x[i] + sine * y[i], cosine * y[i] - sine * x[i]);
    }

    private readonly record struct Rotation(int First, int Second, double Cosine, double Sine);
}
