using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// y[o, q] = Σ_t w[o, t] · u[t, q], q = (oy, ox), t = (c, ky, kx), for each image and group.
// A chunk of neighbouring outputs at a time: block of taps → pack its panels of u → all rows of w.
public sealed unsafe partial class CpuDevice
{
    /// <summary>Outputs of a plane that a packed block of weights meets at once.</summary>
    private const int ChunkPlaces = 64;

    /// <summary>One item is a chunk of a plane of outputs, for all output channels of the group.</summary>
    private readonly struct ConvolveRange<T, TEpilogue>(Correlation c, CpuDevice device, T* x, T* packedW, T* y, TEpilogue epilogue) : IRange
        where T : unmanaged, System.Numerics.INumberBase<T>
        where TEpilogue : struct, IEpilogue<T>
    {
        internal int Chunks => Tiles(c.Places.Area, ChunkPlaces);

        private int Depth => WeightDepth<T>(c);

        private nint PackedGroup => (nint)RoundUp(c.Outputs, Tile.Rows) * c.Taps;

        [SkipLocalsInit]
        public void Run(int from, int to)
        {
            int width = Tile.Columns<T>(), frameLength = Frame<T>.Length(c, c.Inputs);
            int panels = Depth * RoundUp(Math.Min(ChunkPlaces, c.Places.Area), width) + width;
            Buffer scratch = device.Acquire((long)(frameLength + panels) * sizeof(T));
            T* packed = (T*)((CpuBuffer)scratch).Pointer;
            var frame = new Frame<T>(c, c.Inputs, packed + panels);
            frame.Clear();
            Run* runs = stackalloc Run[width];
            for (int item = from, loaded = -1; item < to; item++)
            {
                (int plane, int chunk) = int.DivRem(item, Chunks);
                if (plane != loaded) frame.Load(x + (nint)plane * c.Inputs * c.Image.Area);
                loaded = plane;
                int first = chunk * ChunkPlaces, columns = Math.Min(ChunkPlaces, c.Places.Area - first);
                T* w = packedW + plane % c.Groups * PackedGroup;
                T* target = y + (nint)plane * c.Outputs * c.Places.Area + first;
                for (int tap = 0; tap < c.Taps; tap += Depth)
                {
                    int depth = Math.Min(Depth, c.Taps - tap);
                    for (int j = 0; j < columns; j += width)
                        frame.Unfold(runs, frame.Cut(first + j, Math.Min(width, columns - j), Tile.Register<T>(), runs), tap, depth, packed + j * depth, width);
                    Multiply(c.Outputs, columns, depth, w + (nint)RoundUp(c.Outputs, Tile.Rows) * tap, packed, target, c.Places.Area, add: tap > 0, plane % c.Groups * c.Outputs, isLast: tap + depth == c.Taps, epilogue);
                }
            }
            device.Release(scratch);
        }
    }
}
