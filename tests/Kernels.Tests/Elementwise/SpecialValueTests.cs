using System.Numerics;
using System.Reflection;

namespace DeepPuzzles.Kernels.Tests.Elementwise;

/// <summary>Ops at the edges of their domains, on both devices, in float32 and float64.</summary>
public sealed class SpecialValueTests
{
    public static TheoryData<string> Pairs => [.. SpecialValues.Pairs.Keys];

    public static TheoryData<string> Singles => [.. SpecialValues.Singles.Keys];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Two_operands(string op) => ForBoth(nameof(CheckPairs), OpCatalog.Types(typeof(IBinaryOp)), op);

    [Theory]
    [MemberData(nameof(Singles))]
    public void One_operand(string op) => ForBoth(nameof(CheckSingles), OpCatalog.Types(typeof(IUnaryOp)), op);

    internal static void CheckPairs<TOp, T>()
        where TOp : struct, IBinaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Layout square = Layout.Contiguous([SpecialValues.Operands.Length, SpecialValues.Operands.Length]);
        T[] left = [.. SpecialValues.Operands.SelectMany(x => SpecialValues.Operands.Select(_ => T.CreateTruncating(x)))], right = [.. SpecialValues.Operands.SelectMany(_ => SpecialValues.Operands.Select(T.CreateTruncating))];
        foreach (Device device in new Device[] { OpCheck.Checked, OpCheck.Reference })
            Expect<TOp, T>([.. SpecialValues.Pairs[TOp.Name].SelectMany(row => row)], OnDevice.Zip(device, default(TOp), left, square, right, square), TOp.Record, i => $"{left[i]} and {right[i]}");
    }

    internal static void CheckSingles<TOp, T>()
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = [.. SpecialValues.Operand.Select(T.CreateTruncating)];
        foreach (Device device in new Device[] { OpCheck.Checked, OpCheck.Reference })
            Expect<TOp, T>(SpecialValues.Singles[TOp.Name], OnDevice.Map(device, default(TOp), x, Layout.Contiguous([x.Length])), TOp.Record, i => $"{x[i]}");
    }

    private static void Expect<TOp, T>(double[] expected, T[] actual, OpRecord record, Func<int, string> operands)
        where TOp : struct, IOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            T right = T.CreateTruncating(expected[i]);
            bool isRight = Ulps.Between(right, actual[i]) <= (record.Ulp < 1 ? record.Ulp : record.Ulp + Sample.FunctionUlp) && (T.IsNaN(right) || T.IsNegative(right) == T.IsNegative(actual[i]));
            Assert.True(isRight, $"{TOp.Name} of {operands(i)}, {typeof(T).Name}: {actual[i]} is not {right}");
        }
    }

    private static void ForBoth(string check, IEnumerable<Type> ops, string name)
    {
        Type op = ops.Single(type => OpCatalog.NameOf(type) == name);
        foreach (Type element in new[] { typeof(float), typeof(double) })
        {
            typeof(SpecialValueTests).GetMethod(check, BindingFlags.Static | BindingFlags.NonPublic)!
                .MakeGenericMethod(op, element).Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null);
        }
    }

    /// <summary>As NumPy where it answers; where a divisor is 0 it warns and gives 0, and negative powers of whole numbers it refuses.</summary>
    [Fact]
    public void Whole_numbers()
    {
        int[] x = [-7, 7, -7, 7, 0, 5, -5, int.MinValue, int.MinValue, int.MaxValue, int.MinValue, 6], y = [2, -2, -2, 2, 3, 0, 0, -1, 0, -1, 3, 3];
        Zipped(default(Remainder), x, y, [1, -1, -1, 1, 0, 0, 0, 0, 0, 0, 1, 0]);
        Zipped(default(FloorDivide), x, y, [-4, -4, 3, 3, 0, 0, 0, int.MinValue, 0, -int.MaxValue, -715827883, 2]);
        Zipped(default(Pow), [3, -2, -2, 0, 0, 3, 1, -1, -1, 2, 0, 46341, 2], [4, 3, 0, 0, 5, 21, -3, -3, -2, -1, -1, 2, 31], [81, -8, 1, 1, 0, 1870418611, 1, -1, 1, 0, 0, -2147479015, int.MinValue]);

        static void Zipped<TOp>(TOp op, int[] x, int[] y, int[] expected)
            where TOp : struct, IBinaryOp
        {
            Layout row = Layout.Contiguous([x.Length]);
            Assert.Equal(expected, OnDevice.Zip(OpCheck.Checked, op, x, row, y, row));
            Assert.Equal(expected, OnDevice.Zip(OpCheck.Reference, op, x, row, y, row));
        }
    }

    /// <summary>x = ⌊x / y⌋·y + remainder, and the remainder lies between 0 and y, for whole numbers of any size.</summary>
    [Fact]
    public void Quotient_and_remainder_belong_together()
    {
        for (int i = 0; i < 1000; i++)
        {
            (uint a, uint b, uint c, _) = Philox.Block((ulong)i, 0, 9);
            int x = (int)a, y = (int)b >> (int)(c % 31);
            if (y is 0 or -1) continue;
            int quotient = default(FloorDivide).Apply(x, y), rest = default(Remainder).Apply(x, y);
            Assert.Equal(x, (long)quotient * y + rest);
            Assert.True(y > 0 ? rest >= 0 && rest < y : rest <= 0 && rest > y);
            Assert.Equal(Math.Floor(x / (double)y), default(FloorDivide).Apply((double)x, y));
        }
    }

    [Fact]
    public void Logarithms_of_powers_of_their_base_are_whole()
    {
        double[] twos = [.. Enumerable.Range(-1074, 2098).Select(k => Math.ScaleB(1, k))], tens = [.. Enumerable.Range(0, 23).Select(k => Math.Round(Math.Pow(10, k)))];
        Assert.Equal(Enumerable.Range(-1074, 2098).Select(k => (double)k), OnDevice.Map(OpCheck.Checked, default(Log2), twos, Layout.Contiguous([twos.Length])));
        Assert.Equal(Enumerable.Range(0, 23).Select(k => (double)k), OnDevice.Map(OpCheck.Checked, default(Log10), tens, Layout.Contiguous([tens.Length])));
    }
}
