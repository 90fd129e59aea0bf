using System.Numerics;

namespace DeepPuzzles.Kernels.OpenCL.Tests.Symbols;

internal static class RowScalar
{
    internal static object[] Of<TOp, TFirst, T>(TOp op, string function, object[] x)
        where TOp : struct, IRowOp<TFirst>
        where TFirst : struct, IReduction
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => function switch
        {
            "identity" => [default(TFirst).Identity<T>()],
            "combine" => [default(TFirst).Combine((T)x[0], (T)x[1])],
            "level" => [TOp.HasLevel ? op.Level((T)x[0], (int)x[1]) : T.Zero],
            "between" => [op.Between((T)x[0], (T)x[1], (T)x[2])],
            "summands" => Parts(op.Summands((T)x[0], (T)x[1])),
            _ => throw new ArgumentOutOfRangeException(nameof(function), function),
        };

    internal static RowSums<T> Sums<T>(object[] x, int from)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new((T)x[from], (T)x[from + 1], (T)x[from + 2]);

    internal static object[] Parts<T>(RowSums<T> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [sums.First, sums.Second, sums.Third];
}

internal sealed class RowMapCase<TOp, TFirst, T>(string name, TOp op) : TracedCase(name)
    where TOp : struct, IRowMap<TFirst>
    where TFirst : struct, IReduction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal override OpRecord Record => TOp.Record;

    internal override TracedOp Trace() => TracedOp.RowMap<TOp, TFirst, T>(op);

    internal override OpSource Source(string prefix) => OpSource.RowMap<TOp, TFirst, T>(op, prefix);

    internal override object[] Scalar(string function, object[] inputs) => function switch
    {
        "settle" => RowScalar.Parts(op.Settle(RowScalar.Sums<T>(inputs, 0), (int)inputs[3])),
        "apply" => [op.Apply((T)inputs[0], (T)inputs[1], RowScalar.Sums<T>(inputs, 2))],
        _ => RowScalar.Of<TOp, TFirst, T>(op, function, inputs),
    };
}

internal sealed class RowFoldCase<TOp, TFirst, T>(string name, TOp op) : TracedCase(name)
    where TOp : struct, IRowFold<TFirst>
    where TFirst : struct, IReduction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal override OpRecord Record => TOp.Record;

    internal override TracedOp Trace() => TracedOp.RowFold<TOp, TFirst, T>(op);

    internal override OpSource Source(string prefix) => OpSource.RowFold<TOp, TFirst, T>(op, prefix);

    internal override object[] Scalar(string function, object[] inputs) => function == "result"
        ? [op.Result((T)inputs[0], RowScalar.Sums<T>(inputs, 1), (int)inputs[4])]
        : RowScalar.Of<TOp, TFirst, T>(op, function, inputs);
}
