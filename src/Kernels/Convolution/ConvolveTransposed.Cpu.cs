using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// v[t, q] = Σ_o w[o, t] · y[o, q], then x[c, iy, ix] = Σ v over the taps t and outputs q that meet there, for each image and group.
// A strip of outputs at a time, so that v is folded while it lies in the cache.
public sealed unsafe partial class CpuDevice
{
    /// <summary>Taps of the channels that make one item, at most, and items that there are at least, where there are so many channels.</summary>
    private const int TransposedTaps = 512, TransposedItems = 16;

    /// <summary>One item is some channels of a group of one image.</summary>
    private readonly struct TransposedRange<T>(Correlation c, CpuDevice device, T* y, T* packedW, T* x) : IRange
        where T : unmanaged, INumberBase<T>
    {
        internal int Items => c.Images * c.Groups * Blocks;

        private int Channels => Even(c.Inputs, (int)Math.Min(TransposedTaps / c.Kernel.Area, (long)c.Inputs * c.Images * c.Groups / TransposedItems));

        private int Blocks => Tiles(c.Inputs, Channels);

        private int Depth => Even(c.Outputs, PanelBytes / sizeof(T) / Tile.Columns<T>());

        /// <summary>How many numbers the packed weights take: every block has room for as many channels as the largest.</summary>
        internal static long PackedLength(in Correlation c)
        {
            var plan = new TransposedRange<T>(c, null!, null, null, null);
            return (long)c.Groups * plan.Blocks * plan.PackedRows * c.Outputs;
        }

        private int PackedRows => RoundUp(Channels * c.Kernel.Area, Tile.Rows);

        private T* PackedBlock(int group, int block) => packedW + (nint)(group * Blocks + block) * PackedRows * c.Outputs;

        /// <summary>The transposed weights of each group, channels by channels, then outputs by outputs.</summary>
        internal void Pack(T* w)
        {
            for (int block = 0; block < c.Groups * Blocks; block++)
            {
                (int group, int part) = int.DivRem(block, Blocks);
                int rows = Rows(part);
                for (int o = 0; o < c.Outputs; o += Depth)
                    Kernels.Pack.A(w + ((nint)group * c.Outputs + o) * c.Taps + part * Channels * c.Kernel.Area, 1, c.Taps, rows, Math.Min(Depth, c.Outputs - o), PackedBlock(group, part) + (nint)PackedRows * o);
            }
        }

        private int Rows(int block) => Math.Min(Channels, c.Inputs - block * Channels) * c.Kernel.Area;

        [SkipLocalsInit]
        public void Run(int from, int to)
        {
            int width = Tile.Columns<T>(), places = c.Places.Area;
            int strip = Math.Min(RoundUp(places, width), Math.Max(width, UnfoldedBytes / sizeof(T) / PackedRows / width * width));
            int frameLength = Frame<T>.Length(c, Channels), panels = Depth * strip, product = PackedRows * strip + width;
            Buffer scratch = device.Acquire((long)(frameLength + panels + product) * sizeof(T));
            T* packed = (T*)((CpuBuffer)scratch).Pointer, v = packed + panels;
            T* masks = stackalloc T[(Vector<T>.Count + 1) * Vector<T>.Count];
            Frame<T>.FillMasks(masks);
            Buffer cuts = device.Acquire((long)strip * sizeof(Run));
            Run* runs = (Run*)((CpuBuffer)cuts).Pointer;
            for (int item = from; item < to; item++)
            {
                (int plane, int block) = int.DivRem(item, Blocks);
                int rows = Rows(block), channels = rows / c.Kernel.Area;
                var frame = new Frame<T>(c, channels, v + product);
                frame.Clear();
                for (int first = 0; first < places; first += strip)
                {
                    int columns = Math.Min(strip, places - first);
                    for (int o = 0; o < c.Outputs; o += Depth)
                    {
                        int depth = Math.Min(Depth, c.Outputs - o);
                        Kernels.Pack.B(y + ((nint)plane * c.Outputs + o) * places + first, places, 1, depth, columns, packed);
                        Multiply(rows, columns, depth, PackedBlock(plane % c.Groups, block) + (nint)PackedRows * o, packed, v, strip, add: o > 0, 0, isLast: false, default(Nothing<T>));
                    }
                    frame.Fold(runs, frame.Cut(first, columns, Vector<T>.Count, runs), 0, rows, v, strip, masks);
                }
                frame.Store(x + ((nint)plane * c.Inputs + block * Channels) * c.Image.Area);
            }
            device.Release(cuts);
            device.Release(scratch);
        }
    }
}
