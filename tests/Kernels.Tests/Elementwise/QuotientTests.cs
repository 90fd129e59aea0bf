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
