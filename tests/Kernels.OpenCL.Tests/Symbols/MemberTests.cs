using System.Numerics;
using DeepPuzzles.Kernels.Tests;

namespace DeepPuzzles.Kernels.OpenCL.Tests.Symbols;

using Walk = DeepPuzzles.Kernels.Tests.Walk;

/// <summary>The law of tracing holds of what numbers can do beyond what the library's ops ask of them, and devices compute it.</summary>
public sealed class MemberTests
{
    private static readonly double[] s_arguments = [.. Enumerable.Range(-40, 81).Select(i => i / 8.0), double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 1e-10, -1e10, 3.3e7];

    [Fact]
    public void A_traced_member_gives_what_the_member_gives()
    {
        foreach (Member.Of which in Enum.GetValues<Member.Of>())
        {
            Holds(new UnaryCase<Member, float>($"{which} float", new(which)));
            Holds(new UnaryCase<Member, double>($"{which} double", new(which)));
        }
        foreach (PairMember.Of which in Enum.GetValues<PairMember.Of>())
        {
            Holds(new BinaryCase<PairMember, float>($"{which} float", new(which)));
            Holds(new BinaryCase<PairMember, double>($"{which} double", new(which)));
            Holds(new BinaryCase<PairMember, int>($"{which} int", new(which)));
        }
    }

    private static void Holds(TracedCase each)
    {
        TracedOp traced = each.Trace();
        foreach (Function function in traced.Functions) Assert.Null(Check.Difference(each, traced, function, function.Graph));
        Trial.Of(traced);
    }

    [Fact]
    public void A_device_computes_the_members()
    {
        foreach (Member.Of which in Enum.GetValues<Member.Of>().Where(which => which != Member.Of.Epsilon)) Agrees(new Member(which));      // a device may have no denormals
        foreach (PairMember.Of which in Enum.GetValues<PairMember.Of>().Where(which => which <= PairMember.Of.CompareTo))
        {
            Agrees<float>(new PairMember(which));
            Agrees<int>(new PairMember(which));
        }
    }

    private static void Agrees(Member op)
    {
        using var sample = new Sample();
        View<float> x = sample.Dense([.. s_arguments.Select(a => (float)a)], s_arguments.Length), y = sample.Full(0f, Walk.Dense, s_arguments.Length);
        OnOpenCl.Ferry.Map(op, x, y);
        float[] arguments = Sample.Values(x), actual = Sample.Values(y);
        for (int i = 0; i < actual.Length; i++)
        {
            double exact = op.Which switch
            {
                // .NET's own lose what lies near 0, so does the same formula elsewhere.
                Member.Of.ExpM1 or Member.Of.LogP1 or Member.Of.Fused or Member.Of.Constants or Member.Of.Degrees or Member.Of.Ieee754Remainder => op.Apply(arguments[i]),
                Member.Of.Hypot => double.Hypot(arguments[i], MathF.PI),
                Member.Of.Atan2Pi => double.Atan2Pi(arguments[i], MathF.E),
                _ => op.Apply((double)arguments[i]),
            };
            Assert.True(Near(exact, actual[i], op.Which is Member.Of.ExpM1 or Member.Of.LogP1 ? 1 : 0), $"{op.Which} of {arguments[i]} is {exact}, not {actual[i]}");
        }
    }

    // 16 units in the last place, as of all functions of a device; a function that subtracts has those of what it subtracts. The poles of tan(πx) have a sign
    // that the specification leaves open.
    private static bool Near(double exact, float actual, double subtracted)
    {
        float rounded = (float)exact;
        if (rounded.Equals(actual) || (float.IsInfinity(rounded) && float.IsInfinity(actual))) return true;
        return Math.Abs(actual - exact) <= Sample.FunctionUlp * 2 * Sample.FloatUnit * (Math.Abs(exact) + subtracted) + float.Epsilon;
    }

    private static void Agrees<T>(PairMember op)
        where T : unmanaged, INumber<T>
    {
        using var sample = new Sample();
        T[] numbers = [.. s_arguments.Where(a => op.Which != PairMember.Of.Sign || !double.IsNaN(a)).Select(T.CreateSaturating)];
        View<T> x = sample.Dense(numbers, numbers.Length), y = sample.Dense([.. numbers.Reverse()], numbers.Length);
        View<T> actual = sample.Full(T.Zero, Walk.Dense, numbers.Length), expected = sample.Full(T.Zero, Walk.Dense, numbers.Length);
        OnOpenCl.Ferry.Zip(op, x, y, actual);
        Sample.Reference.Zip(op, x, y, expected);
        Assert.Equal(Sample.Values(expected), Sample.Values(actual));
    }
}
