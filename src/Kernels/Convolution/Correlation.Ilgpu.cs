using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>Sizes and strides of y[n, o, oy, ox] = Σ w[o, c, ky, kx] · x[n, c, oy·sy + ky·dy - py, ox·sx + kx·dx - px], for its three kernels.</summary>
internal readonly struct Slide(in Correlation c, in Layout x, in Layout w, in Layout y)
{
    internal readonly int Images = c.Images, Groups = c.Groups, Inputs = c.Inputs, Outputs = c.Outputs;
    internal readonly Extent Image = c.Image, Kernel = c.Kernel, Places = c.Places, Stride = c.Sliding.Stride, Padding = c.Sliding.Padding, Dilation = c.Sliding.Dilation;

    /// <summary>See <see cref="Slides.Period(in Sliding)"/>.</summary>
    internal readonly Extent Period = Slides.Period(c.Sliding);

    internal readonly FourSteps X = new(x), W = new(w), Y = new(y);
}

/// <summary>The first element and the strides of an array of four axes.</summary>
internal readonly struct FourSteps(in Layout layout)
{
    internal readonly int From = layout.Offset, Step0 = layout.Strides[0], Step1 = layout.Strides[1], Step2 = layout.Strides[2], Step3 = layout.Strides[3];
}

/// <summary>n / by as a product: n·⌈2³²⁺ˢ / by⌉ / 2³²⁺ˢ with 2ˢ ≥ by is exact below 2³¹ (Granlund and Montgomery 1994, "Division by invariant integers using
/// multiplication", fig. 4.1).</summary>
internal readonly struct Divisor
{
    private readonly uint _multiplier;
    private readonly int _shift;

    internal Divisor(int number)
    {
        By = Math.Max(number, 1);
        int shift = 0;
        while (1L << shift < By) shift++;
        _shift = shift;
        _multiplier = (uint)((((1L << shift) - By) << 32) / By + 1);
    }

    internal int By { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Quotient(int n) => (int)(((uint)(((ulong)(uint)n * _multiplier) >> 32) + (uint)n) >> _shift);
}

/// <summary>i = (part, row, column) of a count over rows and columns.</summary>
internal readonly struct Parting(int area, int width)
{
    private readonly Divisor _area = new(area), _width = new(width);

    internal int Area => _area.By;

    internal int PartOf(int i) => _area.Quotient(i);

    /// <summary>The part stands where a place has what it is at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Place Of(int i)
    {
        int part = _area.Quotient(i), rest = i - part * _area.By, row = _width.Quotient(rest);
        return new Place(part, row, rest - row * _width.By);
    }
}

/// <summary>Planes of numbers that are 0 outside.</summary>
internal readonly struct Planes<T>(ArrayView<T> memory, Extent size)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ArrayView<T> _memory = memory;
    private readonly int _height = size.Height, _width = size.Width;

    /// <summary>The number where a line and a depth meet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T At(Place line, Place depth) =>
        (uint)(line.Row + depth.Row) < (uint)_height && (uint)(line.Column + depth.Column) < (uint)_width ? _memory[line.At + depth.At] : T.Zero;
}
