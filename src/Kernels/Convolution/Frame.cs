using System.Numerics;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Kernels;

/// <summary>The channels of a group of one image within a frame of zeros, so that no tap ever asks where the image ends:
/// <code>
///   0 0 0 0 0
///   0 x x x x      width: with stride 1 the image and the zeros on one side, which are the other side's of the row before;
///   0 x x x x      else what the first to the last place of the kernel reaches
///   0 0 0 0 0
/// </code>
/// Tap (c, ky, kx) of output (oy, ox) stands at [c, oy·sy + ky·dy, ox·sx + kx·dx]. Behind the last number lie a tile's columns that may be
/// read and written.</summary>
internal readonly unsafe partial struct Frame<T>
    where T : unmanaged
{
    private readonly Correlation _c;
    private readonly T* _pixels;
    private readonly int _height, _width, _channels;

    internal Frame(in Correlation c, int channels, T* pixels)
    {
        _c = c;
        _channels = channels;
        _pixels = pixels;
        (_height, _width) = Size(c);
    }

    /// <summary>How many numbers of memory a frame takes.</summary>
    internal static int Length(in Correlation c, int channels)
    {
        (int height, int width) = Size(c);
        return checked(channels * height * width + c.Sliding.Padding.Width + Tile.Columns<T>());
    }

    private static (int Height, int Width) Size(in Correlation c) => (
        Sliding.Reach(c.Places.Height, c.Kernel.Height, c.Sliding.Stride.Height, c.Sliding.Dilation.Height),
        c.Sliding.Stride.Width == 1
            ? c.Image.Width + c.Sliding.Padding.Width       // the zeros on the right are those on the left of the next row
            : Sliding.Reach(c.Places.Width, c.Kernel.Width, c.Sliding.Stride.Width, c.Sliding.Dilation.Width));

    internal void Clear() => new Span<T>(_pixels, Length(_c, _channels)).Clear();

    /// <summary>Puts an image in; what stays outside it was cleared once.</summary>
    internal void Load(T* image) => Move(image, load: true);

    /// <summary>Takes the image out; what no place of the kernel reaches is 0.</summary>
    internal void Store(T* image)
    {
        (int height, int width) = (_height - _c.Sliding.Padding.Height, _width - _c.Sliding.Padding.Width);
        if (height < _c.Image.Height || width < _c.Image.Width) new Span<T>(image, _channels * _c.Image.Area).Clear();
        Move(image, load: false);
    }

    private void Move(T* image, bool load)
    {
        int top = _c.Sliding.Padding.Height, left = _c.Sliding.Padding.Width;
        int rows = Math.Min(_c.Image.Height, _height - top), columns = Math.Min(_c.Image.Width, _width - left);
        if (rows <= 0 || columns <= 0) return;
        for (int channel = 0; channel < _channels; channel++)
        {
            T* inside = _pixels + ((nint)channel * _height + top) * _width + left;
            T* outside = image + (nint)channel * _c.Image.Area;
            for (int row = 0; row < rows; row++, inside += _width, outside += _c.Image.Width)
            {
                if (load) CopyRow(outside, inside, columns);
                else CopyRow(inside, outside, columns);
            }
        }
    }

    internal static void CopyRow(T* source, T* target, int count)
    {
        int i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count) Vector.Load(source + i).Store(target + i);
        if (count >= Vector<T>.Count) Vector.Load(source + count - Vector<T>.Count).Store(target + count - Vector<T>.Count);
        else for (; i < count; i++) target[i] = source[i];
    }

    /// <summary>Cuts neighbouring outputs into runs: pieces of one row of outputs whose numbers stand side by side in the frame (a stride along
    /// the row leaves one each).</summary>
    /// <param name="first">The row-major number of the first output.</param>
    /// <param name="count">How many outputs.</param>
    /// <param name="longest">How long a run may be.</param>
    /// <param name="runs">Room for as many as outputs.</param>
    /// <returns>The number of runs.</returns>
    internal int Cut(int first, int count, int longest, Run* runs)
    {
        int cut = 0;
        if (_c.Sliding.Stride.Width != 1) longest = 1;
        for (int done = 0; done < count; cut++)
        {
            (int oy, int ox) = int.DivRem(first + done, _c.Places.Width);
            int length = Math.Min(Math.Min(longest, count - done), _c.Places.Width - ox);
            runs[cut] = new Run(oy * _c.Sliding.Stride.Height * _width + ox * _c.Sliding.Stride.Width, done, length);
            done += length;
        }
        return cut;
    }

    /// <summary>packed[t·step + i] = what tap t of output i of the runs (at most a tile's register long) sees, for taps one after the other.
    /// Whole registers are moved: what one writes too much, the next run or row overwrites; so step·taps numbers and a register must be free.</summary>
    internal void Unfold(Run* runs, int count, int tap, int taps, T* packed, nint step)
    {
        if (_c.Sliding.Stride.Width != 1) UnfoldEach(runs, count, tap, taps, packed, step);
        else if (Wide<T>.IsSupported) Unfold<Wide<T>, Vector512<T>>(runs, count, tap, taps, packed, step);
        else Unfold<Narrow<T>, Vector<T>>(runs, count, tap, taps, packed, step);
    }

    private void Unfold<TSimd, TVector>(Run* runs, int count, int tap, int taps, T* packed, nint step)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        var walk = new Walk(this, tap);
        for (; taps > 0; taps--, packed += step, walk.Next())
        {
            T* source = walk.At;
            for (int i = 0; i < count; i++) TSimd.Store(TSimd.Load(source + runs[i].From), packed + runs[i].To);
        }
    }

    private void UnfoldEach(Run* runs, int count, int tap, int taps, T* packed, nint step)
    {
        var walk = new Walk(this, tap);
        for (; taps > 0; taps--, packed += step, walk.Next())
        {
            T* source = walk.At;
            for (int i = 0; i < count; i++) packed[runs[i].To] = source[runs[i].From];
        }
    }

    /// <summary>The adjoint of <see cref="Unfold"/>: adds back to where it came from. Here no number may count twice; runs are at most a
    /// <see cref="Vector{T}"/> long.</summary>
    internal void Fold(Run* runs, int count, int tap, int taps, T* unfolded, nint step, T* masks)
    {
        var walk = new Walk(this, tap);
        bool single = _c.Sliding.Stride.Width != 1;
        for (; taps > 0; taps--, unfolded += step, walk.Next())
        {
            T* target = walk.At;
            if (single)
                for (int i = 0; i < count; i++) target[runs[i].From] = Sum(target[runs[i].From], unfolded[runs[i].To]);
            else
                for (int i = 0; i < count; i++)
                {
                    T* at = target + runs[i].From;
                    (Vector.Load(at) + (Vector.Load(unfolded + runs[i].To) & Vector.Load(masks + runs[i].Length * Vector<T>.Count))).Store(at);
                }
        }
    }

    /// <summary>Where the first tap of output (0, 0) stands.</summary>
    internal T* Pixels => _pixels;

    /// <summary>From one row of outputs to the next, for the same tap.</summary>
    internal nint RowStep => (nint)_c.Sliding.Stride.Height * _width;

    /// <summary>How far each tap stands from the first.</summary>
    internal void Offsets(int* offsets)
    {
        var walk = new Walk(this, 0);
        for (int tap = 0; tap < _channels * _c.Kernel.Area; tap++, walk.Next()) offsets[tap] = (int)(walk.At - _pixels);
    }

    private static T Sum(T x, T y) => typeof(T) == typeof(float)
        ? (T)(object)((float)(object)x + (float)(object)y)
        : (T)(object)((double)(object)x + (double)(object)y);

    /// <summary>For each length up to a register's, a register whose first lanes of that number are all ones.</summary>
    internal static void FillMasks(T* masks)
    {
        int width = Vector<T>.Count;
        new Span<byte>(masks, (width + 1) * width * sizeof(T)).Clear();
        for (int length = 1; length <= width; length++) new Span<byte>(masks + length * width, length * sizeof(T)).Fill(0xFF);
    }
}
