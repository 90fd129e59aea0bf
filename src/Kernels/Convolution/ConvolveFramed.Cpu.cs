using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// y[o, q] = Σ_t w[o, t] · u[t, q] for stride 1, where nothing of u is packed: with q counted along the rows of the frame, tap t of the
// neighbours q, q + 1, … stands side by side in the frame, at q + offset(t). Between the end of a row of outputs and the begin of the next come
// sums that nobody wants; they are left out when the band is put into y.
//
//   frame    0 x x x x       outputs   y y y y ·
//            0 x x x x                 y y y y ·
public sealed unsafe partial class CpuDevice
{
    /// <summary>Bands that there are at least, where images have rows for them.</summary>
    private const int FramedItems = 16;

    /// <summary>Packing an output costs as much as so many of its products with weights.</summary>
    private const int PackingOutputs = 3;

    /// <summary>True when the sums that nobody wants take less time than packing does.</summary>
    private static bool IsWorthFraming(in Correlation c) => c.Sliding.Stride == 1
        && (c.Image.Width + c.Sliding.Padding.Width - c.Places.Width) * (long)c.Outputs <= (long)c.Places.Width * PackingOutputs;

    /// <summary>One item is a band of rows of a plane of outputs, for all output channels of the group.</summary>
    private readonly struct FramedRange<T, TEpilogue>(Correlation c, CpuDevice device, T* x, T* packedW, T* y, TEpilogue epilogue) : IRange
        where T : unmanaged, System.Numerics.INumberBase<T>
        where TEpilogue : struct, IEpilogue<T>
    {
        private int Pitch => c.Image.Width + c.Sliding.Padding.Width;

        // As many bands as items need, and as keep a band's sums in the second-level cache.
        private int Rows => Math.Min(
            Even(c.Places.Height, c.Places.Height / Math.Clamp(FramedItems / (c.Images * c.Groups), 1, c.Places.Height)),
            Math.Max(1, UnfoldedBytes / sizeof(T) / Pitch / c.Outputs));

        private int Bands => Tiles(c.Places.Height, Rows);

        internal int Items => c.Images * c.Groups * Bands;

        [SkipLocalsInit]
        public void Run(int from, int to)
        {
            int width = Tile.Columns<T>(), rowC = RoundUp(Rows * Pitch, width), frameLength = Frame<T>.Length(c, c.Inputs);
            Buffer scratch = device.Acquire((frameLength + (long)c.Outputs * rowC) * sizeof(T)), taps = device.Acquire((long)c.Taps * sizeof(int));
            T* sums = (T*)((CpuBuffer)scratch).Pointer;
            int* offsets = (int*)((CpuBuffer)taps).Pointer;
            var frame = new Frame<T>(c, c.Inputs, sums + c.Outputs * (nint)rowC);
            frame.Clear();
            frame.Offsets(offsets);
            for (int item = from, loaded = -1; item < to; item++)
            {
                (int plane, int band) = int.DivRem(item, Bands);
                if (plane != loaded) frame.Load(x + (nint)plane * c.Inputs * c.Image.Area);
                loaded = plane;
                int first = band * Rows, rows = Math.Min(Rows, c.Places.Height - first), group = plane % c.Groups;
                Multiply(group, frame.Pixels + first * Pitch, offsets, (rows - 1) * Pitch + c.Places.Width, sums, rowC);
                T* target = y + (nint)plane * c.Outputs * c.Places.Area + first * c.Places.Width;
                for (int o = 0; o < c.Outputs; o++)
                    for (int row = 0; row < rows; row++) Frame<T>.CopyRow(sums + o * (nint)rowC + row * Pitch, target + (nint)o * c.Places.Area + row * c.Places.Width, c.Places.Width);
                epilogue.Apply(target, c.Places.Area, group * c.Outputs, c.Outputs, 0, rows * c.Places.Width);
            }
            device.Release(taps);
            device.Release(scratch);
        }

        private void Multiply(int group, T* pixels, int* offsets, int columns, T* sums, int rowC)
        {
            int width = Tile.Columns<T>(), most = WeightDepth<T>(c);
            for (int tap = 0; tap < c.Taps; tap += most)
            {
                int depth = Math.Min(most, c.Taps - tap);
                T* weights = packedW + (group * (nint)c.Taps + tap) * RoundUp(c.Outputs, Tile.Rows);
                for (int j = 0; j < columns; j += width)
                    for (int o = 0; o < c.Outputs; o += Tile.Rows)
                    {
                        Tile.MultiplyEdge(
                            Math.Min(Tile.Rows, c.Outputs - o), Math.Min(width, columns - j), depth, weights + o * (nint)depth, 1, Tile.Rows,
                            new Listed<T>(pixels + j, offsets + tap), sums + o * (nint)rowC + j, rowC, add: tap > 0);
                    }
            }
        }
    }
}
