using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepPuzzles.Kernels;

/// <summary>A kind of SIMD register, and what the matrix product does with it: its loops are written once for all kinds.</summary>
internal unsafe interface ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>Numbers in a register.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of a tile of two registers a row, and of a tile of four dot products a row: as many as leave registers for the operands.</summary>
    static abstract int TileRows { get; }

    /// <inheritdoc cref="TileRows"/>
    static abstract int DotRows { get; }

    /// <summary>The mask of the first lanes.</summary>
    static abstract TVector First(int lanes);

    static abstract TVector Load(T* source);

    /// <summary>The lanes of the mask, zeros elsewhere; memory behind the mask's last lane is not read.</summary>
    static abstract TVector Load(T* source, TVector mask);

    static abstract TVector Repeat(T value);

    static abstract void Store(TVector x, T* target);

    /// <summary>Stores the lanes of the mask, and nothing elsewhere.</summary>
    static abstract void Store(TVector x, T* target, TVector mask);

    static abstract TVector Add(TVector x, TVector y);

    /// <summary>x·y + z, fused where the hardware can.</summary>
    static abstract TVector MultiplyAdd(TVector x, TVector y, TVector z);

    static abstract T Sum(TVector x);
}

/// <summary>The runtime's own width; AVX2 has 16 of these registers.</summary>
internal readonly unsafe struct Narrow<T> : ISimd<Vector<T>, T>
    where T : unmanaged
{
    public static int Count => Vector<T>.Count;

    public static int TileRows => 6;

    public static int DotRows => 2;

    public static Vector<T> First(int lanes) => sizeof(T) == sizeof(int)
        ? Vector.LessThan(Vector<int>.Indices, new Vector<int>(lanes)).As<int, T>()
        : Vector.LessThan(Vector<long>.Indices, new Vector<long>(lanes)).As<long, T>();

    public static Vector<T> Load(T* source) => Vector.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Load(T* source, Vector<T> mask)
    {
        if (Avx.IsSupported && Vector<byte>.Count == Vector256<byte>.Count)
            return sizeof(T) == sizeof(float)
                ? Avx.MaskLoad((float*)source, mask.As<T, float>().AsVector256()).AsVector().As<float, T>()
                : Avx.MaskLoad((double*)source, mask.As<T, double>().AsVector256()).AsVector().As<double, T>();
        return LoadEach(source, mask);
    }

    public static Vector<T> Repeat(T value) => new(value);

    public static void Store(Vector<T> x, T* target) => x.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<T> x, T* target, Vector<T> mask)
    {
        if (!Avx.IsSupported || Vector<byte>.Count != Vector256<byte>.Count) StoreEach(x, target, mask);
        else if (sizeof(T) == sizeof(float)) Avx.MaskStore((float*)target, mask.As<T, float>().AsVector256(), x.As<T, float>().AsVector256());
        else Avx.MaskStore((double*)target, mask.As<T, double>().AsVector256(), x.As<T, double>().AsVector256());
    }

    public static Vector<T> Add(Vector<T> x, Vector<T> y) => x + y;

    public static Vector<T> MultiplyAdd(Vector<T> x, Vector<T> y, Vector<T> z) => typeof(T) == typeof(float)
        ? Vector.MultiplyAddEstimate(x.As<T, float>(), y.As<T, float>(), z.As<T, float>()).As<float, T>()
        : Vector.MultiplyAddEstimate(x.As<T, double>(), y.As<T, double>(), z.As<T, double>()).As<double, T>();

    public static T Sum(Vector<T> x) => Vector.Sum(x);

    private static Vector<T> LoadEach(T* source, Vector<T> mask)
    {
        Vector<T> x = default;
        for (int lane = 0; lane < Count && IsIn(mask, lane); lane++) x = x.WithElement(lane, source[lane]);
        return x;
    }

    private static void StoreEach(Vector<T> x, T* target, Vector<T> mask)
    {
        for (int lane = 0; lane < Count && IsIn(mask, lane); lane++) target[lane] = x[lane];
    }

    private static bool IsIn(Vector<T> mask, int lane) => sizeof(T) == sizeof(int) ? mask.As<T, int>()[lane] != 0 : mask.As<T, long>()[lane] != 0;
}

/// <summary>512 bits, twice the runtime's usual width, where the hardware has them; there are 32 of these registers.</summary>
internal readonly unsafe struct Wide<T> : ISimd<Vector512<T>, T>
    where T : unmanaged
{
    /// <summary>True when the hardware has these registers, and masks for them.</summary>
    internal static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512F.IsSupported;

    public static int Count => Vector512<T>.Count;

    public static int TileRows => 12;

    public static int DotRows => 4;

    public static Vector512<T> First(int lanes) => sizeof(T) == sizeof(int)
        ? Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(lanes)).As<int, T>()
        : Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)lanes)).As<long, T>();

    public static Vector512<T> Load(T* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load(T* source, Vector512<T> mask) => sizeof(T) == sizeof(float)
        ? Avx512F.MaskLoad((float*)source, mask.AsSingle(), Vector512<float>.Zero).As<float, T>()
        : Avx512F.MaskLoad((double*)source, mask.AsDouble(), Vector512<double>.Zero).As<double, T>();

    public static Vector512<T> Repeat(T value) => Vector512.Create(value);

    public static void Store(Vector512<T> x, T* target) => x.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<T> x, T* target, Vector512<T> mask)
    {
        if (sizeof(T) == sizeof(float)) Avx512F.MaskStore((float*)target, mask.AsSingle(), x.AsSingle());
        else Avx512F.MaskStore((double*)target, mask.AsDouble(), x.AsDouble());
    }

    public static Vector512<T> Add(Vector512<T> x, Vector512<T> y) => x + y;

    public static Vector512<T> MultiplyAdd(Vector512<T> x, Vector512<T> y, Vector512<T> z) => typeof(T) == typeof(float)
        ? Vector512.MultiplyAddEstimate(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
        : Vector512.MultiplyAddEstimate(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();

    public static T Sum(Vector512<T> x) => Vector512.Sum(x);
}
