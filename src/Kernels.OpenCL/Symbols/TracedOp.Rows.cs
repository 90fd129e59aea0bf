using System.Numerics;

namespace DeepPuzzles.Kernels.OpenCL;

internal sealed partial record TracedOp
{
    private const string Row = "T reduced, int count", Place = "T x, T y, T level", Summed = "sums s, int count";
    private static readonly string[] s_sums = ["s.first", "s.second", "s.third"], s_parts = ["first", "second", "third"];

    /// <summary>The functions that map a row: <c>identity</c> and <c>combine</c> of the first reduction, <c>level</c>, <c>between</c>, <c>summands</c>,
    /// <c>settle</c> and <c>apply</c>.</summary>
    internal static TracedOp RowMap<TOp, TFirst, T>(TOp op)
        where TOp : struct, IRowMap<TFirst>
        where TFirst : struct, IReduction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        return Whatever(Traced);

        TracedOp Traced(int count)
        {
            Tracer<T> tracer = Rows<TOp, TFirst, T>(op, count);
            tracer.Numbers("sums", "settle", Summed, [.. s_sums, "count"], s_parts, () => Places(op.Settle(Sums<T>(0), count)), x => Parts(op.Settle(Real<T>(x, 0), (int)x[3])));
            tracer.Number("apply", "T u, T y, sums s", ["u", "y", .. s_sums], () => op.Apply(In<T>(0), In<T>(1), Sums<T>(2)), x => op.Apply((T)x[0], (T)x[1], Real<T>(x, 2)));
            return tracer.Op();
        }
    }

    /// <summary>The functions that fold a row: those of <see cref="RowMap"/> with <c>result</c> in place of the last two.</summary>
    internal static TracedOp RowFold<TOp, TFirst, T>(TOp op)
        where TOp : struct, IRowFold<TFirst>
        where TFirst : struct, IReduction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        return Whatever(Traced);

        TracedOp Traced(int count)
        {
            Tracer<T> tracer = Rows<TOp, TFirst, T>(op, count);
            tracer.Number("result", "T level, " + Summed, ["level", .. s_sums, "count"], () => op.Result(In<T>(0), Sums<T>(1), count), x => op.Result((T)x[0], Real<T>(x, 1), (int)x[4]));
            return tracer.Op();
        }
    }

    private static Tracer<T> Rows<TOp, TFirst, T>(TOp op, int count)
        where TOp : struct, IRowOp<TFirst>
        where TFirst : struct, IReduction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tracer = Tracer<T>.For<TOp>(count);
        tracer.Reduction(default(TFirst));
        tracer.Number("level", Row, ["reduced", "count"], () => TOp.HasLevel ? op.Level(In<T>(0), count) : Symbol<T>.Zero, x => TOp.HasLevel ? op.Level((T)x[0], (int)x[1]) : T.Zero);
        tracer.Number("between", Place, ["x", "y", "level"], () => op.Between(In<T>(0), In<T>(1), In<T>(2)), x => op.Between((T)x[0], (T)x[1], (T)x[2]));
        tracer.Numbers("sums", "summands", "T u, T y", ["u", "y"], s_parts, () => Places(op.Summands(In<T>(0), In<T>(1))), x => Parts(op.Summands((T)x[0], (T)x[1])));
        return tracer;
    }

    // The length of a row is an int, not a symbol. An op may turn it into a number, which is seen by its value; were anything else done to it, what is
    // traced would depend on it. What is done to small lengths alone is found when the op is tried.
    private static TracedOp Whatever(Func<int, TracedOp> trace)
    {
        const int OneLength = 1_566_512_087, AnotherLength = 1_103_515_244;
        TracedOp one = trace(OneLength), another = trace(AnotherLength);
        return one.IsSameAs(another)
            ? one
            : throw Trace.Refuse(one.Title, Trial.LengthRule);
    }

    private static RowSums<Symbol<T>> Sums<T>(int from)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(In<T>(from), In<T>(from + 1), In<T>(from + 2));

    private static RowSums<T> Real<T>(object[] x, int from)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new((T)x[from], (T)x[from + 1], (T)x[from + 2]);

    private static T[] Parts<T>(RowSums<T> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [sums.First, sums.Second, sums.Third];

    private static int[] Places<T>(RowSums<Symbol<T>> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [sums.First.Place, sums.Second.Place, sums.Third.Place];
}
