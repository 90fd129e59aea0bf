using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels.Tests.Elementwise;

/// <summary>The quotient and what is left of it have the same bits in the SIMD form as in the scalar form, signs of zeros included, wherever rounding
/// could show: numbers of any size, neighbours of multiples, subnormal numbers.</summary>
public sealed class QuotientTests
{
    private const int Draws = 8195, Widest = 60, Run = 64;

    [Fact]
    public void Float32() => Agree<float, int>(MathF.ScaleB, MathF.BitIncrement);

    [Fact]
    public void Float64() => Agree<double, long>(Math.ScaleB, Math.BitIncrement);

    [Fact]
    public void Int32() => Agree<int, int>((x, k) => k < 0 ? x >> -k : x << k, x => x + 1);

    /// <summary>All quotients of which float32 has every place, 2^24, large ones of the scalar form among them: what is left lies from 0 to y.</summary>
    [Fact]
    public void Quotients_of_float32_are_exact()
    {
        const int MostBits = 24;
        for (int i = 0; i < Draws; i++)
        {
            (uint x0, uint y0, uint size) = (Philox.Block((ulong)i, 0, 5).W0, Philox.Block((ulong)i, 0, 6).W0, Philox.Block((ulong)i, 0, 7).W0);
            (float x, float y) = (MathF.ScaleB((int)x0 | 1, (int)(size % MostBits)), (int)y0 | 1);
            float quotient = default(FloorDivide).Apply(x, y);
            if (MathF.Abs(quotient) >= 1 << MostBits) continue;
            double left = Math.FusedMultiplyAdd(-(double)quotient, y, x);
            Assert.True(y > 0 ? left >= 0 && left < y : left <= 0 && left > y, $"{x} over {y} is not {quotient}: {left} is left");
        }
    }

    // Random bits; x of nearly the size of y; the multiples of y and their neighbours. Quotients in a run are of one size: registers take a way of their own
    // where one of their lanes is large.
    private static void Agree<T, TBits>(Func<T, int, T> scaled, Func<T, T> next)
        where T : unmanaged, INumber<T>
        where TBits : unmanaged, IBinaryInteger<TBits>
    {
        T[] y = Numbers<T>(1), any = Numbers<T>(2), multiples = new T[Draws];
        (T[] near, T[] above) = (new T[Draws], new T[Draws]);
        for (int i = 0; i < Draws; i++)
        {
            (uint word, uint size) = (Philox.Block((ulong)i, 0, 3).W0, Philox.Block((ulong)(i / Run), 0, 4).W0);
            near[i] = scaled(y[i], (int)(size % (2 * Widest)) - Widest) + scaled(y[i], -(int)(word % 7));
            multiples[i] = T.CreateTruncating((int)word >> (int)(size % 31)) * y[i];
            above[i] = next(multiples[i]);
        }
        foreach (T[] x in new[] { any, near, multiples, above })
        {
            Same<FloorDivide, T, TBits>(x, y);
            Same<Remainder, T, TBits>(x, y);
            Same<FloorDivide, T, TBits>(y, x);
            Same<Remainder, T, TBits>(y, x);
        }
    }

    private static T[] Numbers<T>(ulong seed)
        where T : unmanaged
    {
        var words = new uint[Draws * Unsafe.SizeOf<T>() / sizeof(uint)];
        for (int i = 0; i < words.Length; i++) words[i] = Philox.Block((ulong)i, 0, seed).W0;
        return MemoryMarshal.Cast<uint, T>(words).ToArray();
    }

    private static void Same<TOp, T, TBits>(T[] x, T[] y)
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
        where TBits : unmanaged, IBinaryInteger<TBits>
    {
        Layout row = Layout.Contiguous([Draws]);
        T[] fast = OnDevice.Zip(OpCheck.Checked, default(TOp), x, row, y, row), plain = OnDevice.Zip(OpCheck.Reference, default(TOp), x, row, y, row);
        for (int i = 0; i < Draws; i++)
        {
            if (T.IsNaN(fast[i]) && T.IsNaN(plain[i])) continue;
            Assert.True(Unsafe.BitCast<T, TBits>(fast[i]) == Unsafe.BitCast<T, TBits>(plain[i]), $"{TOp.Name} of {x[i]} and {y[i]}: the vector form gives {fast[i]}, the scalar form {plain[i]}");
        }
    }
}
