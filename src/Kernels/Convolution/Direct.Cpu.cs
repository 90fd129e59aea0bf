using System.Numerics;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Kernels;

// y[o, oy, ox] = Σ_t w[o, t] · x[tap t of (oy, ox)], for stride 1 along the row.
// Two registers of a row of outputs at a time; all taps are read from the frame where they lie.
public sealed unsafe partial class CpuDevice
{
    /// <summary>One item is a group of one image.</summary>
    private readonly struct DirectRange<T, TEpilogue>(Correlation c, CpuDevice device, T* x, T* w, T* y, TEpilogue epilogue) : IRange
        where T : unmanaged
        where TEpilogue : struct, IEpilogue<T>
    {
        public void Run(int from, int to)
        {
            if (Wide<T>.IsSupported) Run<Wide<T>, Vector512<T>>(from, to);
            else Run<Narrow<T>, Vector<T>>(from, to);
        }

        private void Run<TSimd, TVector>(int from, int to)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            Buffer scratch = device.Acquire((long)Frame<T>.Length(c, c.Inputs) * sizeof(T)), taps = device.Acquire((long)c.Taps * sizeof(int));
            int* offsets = (int*)((CpuBuffer)taps).Pointer;
            var frame = new Frame<T>(c, c.Inputs, (T*)((CpuBuffer)scratch).Pointer);
            frame.Offsets(offsets);
            frame.Clear();
            for (int plane = from; plane < to; plane++)
            {
                frame.Load(x + (nint)plane * c.Inputs * c.Image.Area);
                T* result = y + (nint)plane * c.Outputs * c.Places.Area;
                T* weights = w + (nint)(plane % c.Groups) * c.Outputs * c.Taps;
                T* target = result;
                for (int o = 0; o < c.Outputs; o++, weights += c.Taps)
                    for (int oy = 0; oy < c.Places.Height; oy++, target += c.Places.Width) Row<TSimd, TVector>(frame.Pixels + oy * frame.RowStep, offsets, weights, target);
                epilogue.Apply(result, c.Places.Area, plane % c.Groups * c.Outputs, c.Outputs, 0, c.Places.Area);
            }
            device.Release(taps);
            device.Release(scratch);
        }

        private void Row<TSimd, TVector>(T* pixels, int* offsets, T* weights, T* target)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : struct
        {
            int both = 2 * TSimd.Count;
            for (int ox = 0; ox < c.Places.Width; ox += both, pixels += both, target += both)
            {
                TVector left = default, right = default;
                for (int tap = 0; tap < c.Taps; tap++)
                {
                    TVector weight = TSimd.Repeat(weights[tap]);
                    left = TSimd.MultiplyAdd(weight, TSimd.Load(pixels + offsets[tap]), left);
                    right = TSimd.MultiplyAdd(weight, TSimd.Load(pixels + offsets[tap] + TSimd.Count), right);
                }
                int count = c.Places.Width - ox;
                if (count >= TSimd.Count) TSimd.Store(left, target);
                else TSimd.Store(left, target, TSimd.First(count));
                if (count >= both) TSimd.Store(right, target + TSimd.Count);
                else if (count > TSimd.Count) TSimd.Store(right, target + TSimd.Count, TSimd.First(count - TSimd.Count));
            }
        }
    }
}
