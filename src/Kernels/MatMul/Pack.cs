using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepPuzzles.Kernels;

/// <summary>Copies of blocks of A and B in the order in which the tiles read them: panels of a tile's rows of A, column after column, and panels
/// of a tile's columns of B, row after row. Room for missing rows and columns is left, but not written.</summary>
internal static unsafe class Pack
{
    /// <summary>Packs a block of A.</summary>
    internal static void A<T>(T* a, nint row, nint step, int rows, int depth, T* packed)
        where T : unmanaged => Panels(a, row, step, rows, depth, packed, Tile.Rows);

    /// <summary>Packs a block of B.</summary>
    internal static void B<T>(T* b, nint step, nint column, int depth, int columns, T* packed)
        where T : unmanaged => Panels(b, column, step, columns, depth, packed, Tile.Columns<T>());

    /// <summary>Lanes of a matrix (rows of A, columns of B), so many in a panel; the last panel may have fewer.</summary>
    private static void Panels<T>(T* source, nint lane, nint step, int lanes, int depth, T* packed, int width)
        where T : unmanaged
    {
        if (lane == 1)
        {
            if (Wide<T>.IsSupported) Rows<Wide<T>, Vector512<T>, T>(source, step, depth, lanes, packed, width);
            else Rows<Narrow<T>, Vector<T>, T>(source, step, depth, lanes, packed, width);
            return;
        }
        for (; lanes > 0; lanes -= width, source += width * lane, packed += width * depth)
        {
            int count = Math.Min(lanes, width), done = 0;
            if (step == 1 && Avx.IsSupported)
            {
                int block = Vector256<T>.Count;
                for (; done + block <= count; done += block) Turn(source + done * lane, lane, depth, packed + done, width);
            }
            for (; done + 4 <= count; done += 4) Four(source + done * lane, lane, step, depth, packed + done, width);
            for (; done < count; done++)
                for (int p = 0; p < depth; p++) packed[p * width + done] = source[done * lane + p * step];
        }
    }

    /// <summary>Neighbouring lanes: eight rows at a time, so that they are read as streams, not one line from every page.</summary>
    private static void Rows<TSimd, TVector, T>(T* source, nint step, int depth, int lanes, T* packed, int width)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        const int streams = 8;
        for (int first = 0; first < depth; first += streams, source += streams * step)
        {
            int rows = Math.Min(streams, depth - first);
            for (int j = 0; j < lanes; j += width)
            {
                T* from = source + j;
                T* to = packed + j * depth + first * width;
                int count = Math.Min(width, lanes - j), whole = count - count % TSimd.Count;
                if (count == 2 * TSimd.Count)
                {
                    for (int p = 0; p < rows; p++, from += step, to += width)
                    {
                        TSimd.Store(TSimd.Load(from), to);
                        TSimd.Store(TSimd.Load(from + TSimd.Count), to + TSimd.Count);
                    }
                    continue;
                }
                TVector rest = TSimd.First(count - whole);
                for (int p = 0; p < rows; p++, from += step, to += width)
                {
                    for (int i = 0; i < whole; i += TSimd.Count) TSimd.Store(TSimd.Load(from + i), to + i);
                    if (whole < count) TSimd.Store(TSimd.Load(from + whole, rest), to + whole, rest);
                }
            }
        }
    }

    /// <summary>Four lanes at a time, so that four streams are read and every cache line written is filled soon.</summary>
    private static void Four<T>(T* source, nint lane, nint step, int depth, T* target, int width)
        where T : unmanaged
    {
        for (int p = 0; p < depth; p++, source += step, target += width)
        {
            target[0] = source[0];
            target[1] = source[lane];
            target[2] = source[2 * lane];
            target[3] = source[3 * lane];
        }
    }

    /// <summary>A register's worth of lanes whose elements follow one another: blocks are transposed in registers.</summary>
    private static void Turn<T>(T* source, nint lane, int depth, T* target, int width)
        where T : unmanaged
    {
        if (sizeof(T) == sizeof(float)) Turn((float*)source, lane, depth, (float*)target, width);
        else Turn((double*)source, lane, depth, (double*)target, width);
    }

    //  Half a register holds four elements of one lane, the other half four of the lane four further on, and each half is transposed alone:
    //      a0 a1 a2 a3 | e0 …      a0 b0 a1 b1 | …      a0 b0 c0 d0 | e0 f0 g0 h0
    //      b0 b1 b2 b3 | f0 …  →   c0 d0 c1 d1 | …  →   a1 b1 c1 d1 | …
    //      c …                     a2 b2 a3 b3 | …      …
    //      d …                     c2 d2 c3 d3 | …
    private static void Turn(float* source, nint lane, int depth, float* target, int width)
    {
        float* far = source + 4 * lane;
        int p = 0;
        for (; p <= depth - 4; p += 4, source += 4, far += 4, target += 4 * width)
        {
            var a = Vector256.Create(Vector128.Load(source), Vector128.Load(far));
            var b = Vector256.Create(Vector128.Load(source + lane), Vector128.Load(far + lane));
            var c = Vector256.Create(Vector128.Load(source + 2 * lane), Vector128.Load(far + 2 * lane));
            var d = Vector256.Create(Vector128.Load(source + 3 * lane), Vector128.Load(far + 3 * lane));
            Vector256<double> ab = Avx.UnpackLow(a, b).AsDouble(), cd = Avx.UnpackLow(c, d).AsDouble();
            Vector256<double> abHigh = Avx.UnpackHigh(a, b).AsDouble(), cdHigh = Avx.UnpackHigh(c, d).AsDouble();
            Avx.UnpackLow(ab, cd).AsSingle().Store(target);
            Avx.UnpackHigh(ab, cd).AsSingle().Store(target + width);
            Avx.UnpackLow(abHigh, cdHigh).AsSingle().Store(target + 2 * width);
            Avx.UnpackHigh(abHigh, cdHigh).AsSingle().Store(target + 3 * width);
        }
        for (; p < depth; p++, source++, target += width)
            for (int i = 0; i < Vector256<float>.Count; i++) target[i] = source[i * lane];
    }

    private static void Turn(double* source, nint lane, int depth, double* target, int width)
    {
        double* far = source + 2 * lane;
        int p = 0;
        for (; p <= depth - 2; p += 2, source += 2, far += 2, target += 2 * width)
        {
            var a = Vector256.Create(Vector128.Load(source), Vector128.Load(far));
            var b = Vector256.Create(Vector128.Load(source + lane), Vector128.Load(far + lane));
            Avx.UnpackLow(a, b).Store(target);
            Avx.UnpackHigh(a, b).Store(target + width);
        }
        for (; p < depth; p++, source++, target += width)
            for (int i = 0; i < Vector256<double>.Count; i++) target[i] = source[i * lane];
    }
}
