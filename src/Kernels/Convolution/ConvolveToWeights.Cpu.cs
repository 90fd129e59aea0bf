using System.Numerics;

namespace DeepPuzzles.Kernels;

// w[o, t] = Σ_n Σ_q u[t, q] · y[o, q] over the images n and the outputs q = (oy, ox), for each group.
// Images are dealt to a number of parts that depends on the sizes alone; each part sums its own, and the parts are added in order. The
// sums are kept transposed, [t, o]: then u is read row by row where it was unfolded, and y is the operand that is packed.
public sealed unsafe partial class CpuDevice
{
    /// <summary>Parts that images are dealt to, at most, and bytes that the sums of all parts may take.</summary>
    private const int WeightParts = 16, WeightBytes = 16 * 1024 * 1024;

    /// <summary>One item is some channels of a group for one part of the images.</summary>
    private readonly struct WeightsRange<T>(Correlation c, CpuDevice device, T* x, T* y, T* sums) : IRange
        where T : unmanaged, INumberBase<T>
    {
        private static int Parts(in Correlation c) =>
            (int)Math.Clamp(WeightBytes / ((long)SumsOfPart(c) * sizeof(T)), 1, Math.Min(c.Images, WeightParts));

        private static int SumsOfPart(in Correlation c) => checked(c.Groups * c.Taps * RoundUp(c.Outputs, Tile.Columns<T>()));

        internal static int Length(in Correlation c) => checked(Parts(c) * SumsOfPart(c));

        // Few images leave few parts; then channels are dealt too.
        private int Channels => Even(c.Inputs, c.Inputs / Math.Max(1, WeightParts / (Parts(c) * c.Groups)));

        private int Blocks => Tiles(c.Inputs, Channels);

        internal int Items => Parts(c) * c.Groups * Blocks;

        private int Pitch => RoundUp(c.Places.Area, Tile.Register<T>()) + Tile.Register<T>();

        public void Run(int from, int to)
        {
            int width = Tile.Columns<T>(), outputs = RoundUp(c.Outputs, width), places = c.Places.Area;
            bool dots = c.Outputs <= DirectOutputs;
            int depth = Even(places, PanelBytes / sizeof(T) / width);
            int channels = Math.Clamp(UnfoldedBytes / sizeof(T) / Pitch / c.Kernel.Area, 1, Channels), rows = channels * c.Kernel.Area;
            long unfolded = (long)rows * Pitch + Tile.Register<T>(), packed = (long)outputs * places;
            Buffer scratch = device.Acquire((unfolded + packed + Frame<T>.Length(c, channels)) * sizeof(T));
            Buffer cuts = device.Acquire((long)places * sizeof(Run));
            T* u = (T*)((CpuBuffer)scratch).Pointer, b = u + unfolded;
            Run* runs = (Run*)((CpuBuffer)cuts).Pointer;
            var whole = new Frame<T>(c, channels, b + packed);
            whole.Clear();
            int count = whole.Cut(0, places, Tile.Register<T>(), runs);
            for (int item = from; item < to; item++)
            {
                (int part, int share) = int.DivRem(item, c.Groups * Blocks);
                (int group, int block) = int.DivRem(share, Blocks);
                int firstImage = (int)((long)c.Images * part / Parts(c)), lastImage = (int)((long)c.Images * (part + 1) / Parts(c));
                int lastChannel = Math.Min(c.Inputs, (block + 1) * Channels);
                for (int image = firstImage; image < lastImage; image++)
                {
                    int plane = image * c.Groups + group;
                    for (int q = 0; q < places && !dots; q += depth)
                        Pack.B(y + (nint)plane * c.Outputs * places + q, 1, places, Math.Min(depth, places - q), c.Outputs, b + (nint)q * outputs);
                    for (int channel = block * Channels; channel < lastChannel; channel += channels)
                    {
                        int some = Math.Min(channels, lastChannel - channel);
                        var frame = new Frame<T>(c, some, b + packed);
                        frame.Load(x + ((nint)plane * c.Inputs + channel) * c.Image.Area);
                        frame.Unfold(runs, count, 0, some * c.Kernel.Area, u, Pitch);
                        T* sum = sums + (nint)part * SumsOfPart(c) + ((nint)group * c.Taps + channel * c.Kernel.Area) * outputs;
                        if (dots) Dot(some * c.Kernel.Area, u, y + (nint)plane * c.Outputs * places, sum, add: image > firstImage);
                        for (int q = 0; q < places && !dots; q += depth)
                            Meet(some * c.Kernel.Area, Math.Min(depth, places - q), u + q, b + (nint)q * outputs, sum, add: image > firstImage || q > 0);
                    }
                }
            }
            device.Release(cuts);
            device.Release(scratch);
        }

        private void Meet(int rows, int depth, T* u, T* b, T* sum, bool add)
        {
            // Equal heights: a tile of one row takes as long as one of four.
            int width = Tile.Columns<T>(), rowSum = RoundUp(c.Outputs, width), height = Even(rows, Tile.Rows);
            for (int j = 0; j < c.Outputs; j += width, b += (nint)width * depth)
                for (int i = 0; i < rows; i += height)
                    Tile.MultiplyEdge(Math.Min(height, rows - i), Math.Min(width, c.Outputs - j), depth, u + (nint)i * Pitch, Pitch, 1, b, width, sum + (nint)i * rowSum + j, rowSum, add);
        }

        private void Dot(int rows, T* u, T* outputs, T* sum, bool add)
        {
            int rowSum = RoundUp(c.Outputs, Tile.Columns<T>());
            T* tile = stackalloc T[Dots.Rows * Dots.Columns];
            for (int i = 0; i < rows; i += Dots.Rows, u += Dots.Rows * (nint)Pitch, sum += Dots.Rows * (nint)rowSum)
            {
                int some = Math.Min(Dots.Rows, rows - i);
                Dots.Multiply(some, c.Outputs, c.Places.Area, u, Pitch, outputs, c.Places.Area, tile, Dots.Columns);
                for (int row = 0; row < some; row++)
                    for (int o = 0; o < c.Outputs; o++)
                        sum[row * rowSum + o] = add ? sum[row * rowSum + o] + tile[row * Dots.Columns + o] : tile[row * Dots.Columns + o];
            }
        }

        /// <summary>The parts added in order, and transposed.</summary>
        internal void Gather(T* w)
        {
            int part = SumsOfPart(c), parts = Parts(c), outputs = RoundUp(c.Outputs, Tile.Columns<T>());
            for (int i = 0; i < part; i += Vector<T>.Count)
            {
                Vector<T> sum = Vector.Load(sums + i);
                for (int p = 1; p < parts; p++) sum += Vector.Load(sums + (nint)p * part + i);
                sum.Store(sums + i);
            }
            for (int group = 0; group < c.Groups; group++)
                for (int o = 0; o < c.Outputs; o++, w += c.Taps)
                    for (int t = 0; t < c.Taps; t++) w[t] = sums[((nint)group * c.Taps + t) * outputs + o];
        }
    }
}
