using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace DeepPuzzles.Kernels.OpenCL.Tests.Symbols;

public sealed class OpSourceTests
{
    /// <summary>What a call allocates, each round of calls does; what the runtime does beside it, hardly every one.</summary>
    private const int Calls = 100, Rounds = 5;

    [Fact]
    public void A_source_that_is_kept_is_found_without_allocation()
    {
        foreach (TracedCase each in TracedCase.All.Values)
        {
            OpSource first = each.Source();
            long least = long.MaxValue;
            for (int round = 0; round < Rounds; round++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < Calls; i++) Assert.Same(first, each.Source());
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }
            Assert.True(least == 0, $"{each} allocates");
        }
    }

    [Fact]
    public void Another_value_of_a_field_makes_other_constants_and_the_same_text()
    {
        OpSource one = OpSource.Unary<Clamp, float>(new Clamp(-1, 2.1)), other = OpSource.Unary<Clamp, float>(new Clamp(-3, 5));
        Assert.Same(one.Text, other.Text);
        Assert.Equal([-1, (double)2.1f], one.Constants);
        Assert.Equal([-3, 5], other.Constants);
    }

    [Fact]
    public void Fields_that_are_equal_but_for_their_bits_make_other_constants()
    {
        Assert.Equal(0, BitConverter.DoubleToInt64Bits(Assert.Single(OpSource.Unary<Scale, double>(new Scale(0)).Constants)));
        Assert.Equal(BitConverter.DoubleToInt64Bits(-0.0), BitConverter.DoubleToInt64Bits(Assert.Single(OpSource.Unary<Scale, double>(new Scale(-0.0)).Constants)));
    }

    [Fact]
    public void As_many_values_as_come_leave_no_more_than_are_kept()
    {
        OpSource first = OpSource.Unary<Shift, double>(new Shift(0.5));
        for (int i = 1; i < Calls; i++) Assert.Equal([i], OpSource.Unary<Shift, double>(new Shift(i)).Constants);
        OpSource again = OpSource.Unary<Shift, double>(new Shift(0.5));
        Assert.NotSame(first, again);
        Assert.Equal(first.Constants, again.Constants);
    }

    // What one program holds twice must be told apart: types and functions stand at the beginning of a line, a function before its parenthesis.
    [Fact]
    public void Two_ops_with_prefixes_share_no_name()
    {
        foreach (TracedCase each in TracedCase.All.Values)
        {
            string[] first = [.. Names(each.Source("a_").Text)], second = [.. Names(each.Source("b_").Text)];
            Assert.NotEmpty(first);
            Assert.Empty(first.Intersect(second));
            Assert.Equal(first.Length, first.Distinct().Count());
        }
    }

    private static IEnumerable<string> Names(string text) => Regex.Matches(text, @"^(?:\w+\*? (\w+)\(|typedef .* (\w+);$)", RegexOptions.Multiline).Select(match => match.Groups[1].Value + match.Groups[2].Value);

    [Fact]
    public void A_wider_sum_has_its_own_type()
    {
        OpSource wide = OpSource.Reduction<Sum, double>(default, "total_", "A");
        Assert.Contains("A total_combine(A x, A y, const total_constants c)", wide.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Regex.Matches(wide.Text, @"\w+"), word => word.Value == OpSource.ElementType);
    }

    [Fact]
    public void A_literal_is_read_back_to_the_last_bit()
    {
        for (int i = 0; i < 1000; i++)
        {
            (uint w0, uint w1, uint w2, _) = Philox.Block((ulong)i, 0, 3);
            double value = BitConverter.UInt64BitsToDouble(((ulong)w0 << 32) | w1), small = BitConverter.UInt32BitsToSingle(w2);
            foreach (double x in new[] { value, small, Math.Round(small % 1000 * 4) / 4, double.Epsilon * w0, 1.0 / w1, i })
            {
                if (!double.IsFinite(x)) continue;
                Assert.Equal(BitConverter.DoubleToInt64Bits(x), BitConverter.DoubleToInt64Bits(Parse(Literals.Write(x, TypeCode.Double, "T"))));
            }
        }
    }

    private static double Parse(string text)
    {
        Match hex = Regex.Match(text, @"^(-?)0x([01])\.?([0-9a-f]*)p([+-]\d+)$");
        if (!hex.Success) return double.Parse(text, CultureInfo.InvariantCulture);
        string digits = hex.Groups[2].Value + hex.Groups[3].Value;
        double size = Math.ScaleB(long.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture), int.Parse(hex.Groups[4].Value, CultureInfo.InvariantCulture) - 4 * (digits.Length - 1));
        return hex.Groups[1].Value == "-" ? -size : size;
    }

    [Fact]
    public void Uniform_joins_its_words_exactly()
    {
        for (int i = 0; i < 1000; i++)
        {
            (uint first, uint second, _, _) = Philox.Block((ulong)i, 1, 3);
            Assert.Equal((((ulong)(first >> 5) << 26) | (second >> 6)) * (1.0 / (1L << 53)), default(Uniform).Apply<double, uint>(first, second));
        }
    }

    [Fact]
    public void An_operation_that_is_not_traced_is_named() =>
        Assert.Contains("RootN of Single", Assert.Throws<DeviceException>(() => OpSource.Unary<CubeRoot, float>(default)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_loop_that_asks_at_every_step_is_refused() =>
        Assert.Contains("'halving' cannot be put into OpenCL C: its scalar form has more than 256 paths", Assert.Throws<DeviceException>(() => OpSource.Unary<Halving, float>(default)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_symbol_outside_a_trace_says_so() => Assert.Throws<InvalidOperationException>(() => Symbol<float>.One + Symbol<float>.One);

    private readonly struct CubeRoot : IUnaryOp
    {
        public static string Name => "cube root";

        public static OpRecord Record => new(0, 1);

        public T Apply<T>(T x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.RootN(x, 3);

        public Vector<T> Apply<T>(Vector<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;
    }

    private readonly struct Halving : IUnaryOp
    {
        public static string Name => "halving";

        public static OpRecord Record => new(0, 1);

        public T Apply<T>(T x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            while (x > T.One) x *= T.CreateTruncating(0.5);
            return x;
        }

        public Vector<T> Apply<T>(Vector<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;
    }
}
