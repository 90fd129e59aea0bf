using System.Numerics;
using DeepPuzzles.Kernels.Tests.Elementwise;

namespace DeepPuzzles.Kernels.OpenCL.Tests.Symbols;

/// <summary>An op with an element type: its traced functions, its source, and what its scalar form gives.</summary>
internal abstract class TracedCase(string name)
{
    private static readonly Type[] s_floats = [typeof(float), typeof(double)], s_numbers = [typeof(float), typeof(double), typeof(int)];

    public override string ToString() => name;

    /// <summary>The functions, traced anew.</summary>
    internal abstract TracedOp Trace();

    /// <summary>The source, from the ones that are kept where it is there.</summary>
    internal abstract OpSource Source(string prefix = "");

    /// <summary>The scalar form of the function of that name, in C#.</summary>
    internal abstract object[] Scalar(string function, object[] inputs);

    /// <summary>What the tests draw inputs from.</summary>
    internal abstract OpRecord Record { get; }

    /// <summary>Every op of the Kernels assembly that computes a number from numbers, with every element type that it takes.</summary>
    internal static IReadOnlyDictionary<string, TracedCase> All { get; } = Find().ToDictionary(each => each.ToString());

    private static IEnumerable<TracedCase> Find() =>
        OpCatalog.Types(typeof(IOp)).SelectMany(op => op.GetInterfaces().SelectMany(contract => Cases(op, contract)));

    private static IEnumerable<TracedCase> Cases(Type op, Type contract)
    {
        Type definition = contract.IsGenericType ? contract.GetGenericTypeDefinition() : contract;
        if (KindOf(definition) is not { } kind) return [];
        return
            from sample in OpCatalog.Samples(op)
            from element in kind.Elements
            let types = contract.IsGenericType ? new[] { op, contract.GetGenericArguments()[0], element } : [op, element]
            select (TracedCase)Activator.CreateInstance(kind.Case.MakeGenericType(types), $"{sample.ToString()!.Replace("DeepPuzzles.Kernels.", "", StringComparison.Ordinal)} {element.Name}", sample)!;
    }

    private static (Type Case, Type[] Elements)? KindOf(Type contract) =>
        contract == typeof(IUnaryOp) ? (typeof(UnaryCase<,>), s_floats)
        : contract == typeof(IBinaryOp) ? (typeof(BinaryCase<,>), s_numbers)
        : contract == typeof(IComparison) ? (typeof(ComparisonCase<,>), s_numbers)
        : contract == typeof(IReduction) ? (typeof(ReductionCase<,>), s_numbers)
        : contract == typeof(IArgReduction) ? (typeof(ArgReductionCase<,>), s_numbers)
        : contract == typeof(IDistribution) ? (typeof(DistributionCase<,>), s_floats)
        : contract == typeof(IUpdateOp) ? (typeof(UpdateCase<,>), s_floats)
        : contract == typeof(IRowMap<>) ? (typeof(RowMapCase<,,>), s_floats)
        : contract == typeof(IRowFold<>) ? (typeof(RowFoldCase<,,>), s_floats)
        : null;
}

internal sealed class UnaryCase<TOp, T>(string name, TOp op) : TracedCase(name)
    where TOp : struct, IUnaryOp
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal override OpRecord Record => TOp.Record;

    internal override TracedOp Trace() => TracedOp.Unary<TOp, T>(op);

    internal override OpSource Source(string prefix) => OpSource.Unary<TOp, T>(op, prefix);

    internal override object[] Scalar(string function, object[] inputs) => [op.Apply((T)inputs[0])];
}

internal sealed class BinaryCase<TOp, T>(string name, TOp op) : TracedCase(name)
    where TOp : struct, IBinaryOp
    where T : unmanaged, INumber<T>
{
    internal override OpRecord Record => TOp.Record;

    internal override TracedOp Trace() => TracedOp.Binary<TOp, T>(op);

    internal override OpSource Source(string prefix) => OpSource.Binary<TOp, T>(op, prefix);

    internal override object[] Scalar(string function, object[] inputs) => [op.Apply((T)inputs[0], (T)inputs[1])];
}

internal sealed class ComparisonCase<TOp, T>(string name, TOp op) : TracedCase(name)
    where TOp : struct, IComparison
    where T : unmanaged, INumber<T>
{
    internal override OpRecord Record => TOp.Record;

    internal override TracedOp Trace() => TracedOp.Comparison<TOp, T>(op);

    internal override OpSource Source(string prefix) => OpSource.Comparison<TOp, T>(op, prefix);

    internal override object[] Scalar(string function, object[] inputs) => [op.Apply((T)inputs[0], (T)inputs[1]) ? 1 : 0];
}

internal sealed class ReductionCase<TOp, T>(string name, TOp op) : TracedCase(name)
    where TOp : struct, IReduction
    where T : unmanaged, INumber<T>
{
    internal override OpRecord Record => TOp.Record;

    internal override TracedOp Trace() => TracedOp.Reduction<TOp, T>(op);

    internal override OpSource Source(string prefix) => OpSource.Reduction<TOp, T>(op, prefix);

    internal override object[] Scalar(string function, object[] inputs) => [function == "identity" ? op.Identity<T>() : op.Combine((T)inputs[0], (T)inputs[1])];
}

internal sealed class ArgReductionCase<TOp, T>(string name, TOp op) : TracedCase(name)
    where TOp : struct, IArgReduction
    where T : unmanaged, INumber<T>
{
    internal override OpRecord Record => TOp.Record;

    internal override TracedOp Trace() => TracedOp.ArgReduction<TOp, T>(op);

    internal override OpSource Source(string prefix) => OpSource.ArgReduction<TOp, T>(op, prefix);

    internal override object[] Scalar(string function, object[] inputs) => [op.Replaces((T)inputs[0], (T)inputs[1]) ? 1 : 0];
}

internal sealed class DistributionCase<TOp, T>(string name, TOp op) : TracedCase(name)
    where TOp : struct, IDistribution
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal override OpRecord Record => TOp.Record;

    internal override TracedOp Trace() => TracedOp.Distribution<TOp, T>(op);

    internal override OpSource Source(string prefix) => OpSource.Distribution<TOp, T>(op, prefix);

    internal override object[] Scalar(string function, object[] inputs) => [op.Apply<T, uint>((uint)inputs[0], (uint)inputs[1])];
}

internal sealed class UpdateCase<TOp, T>(string name, TOp op) : TracedCase(name)
    where TOp : struct, IUpdateOp
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal override OpRecord Record => TOp.Record;

    internal override TracedOp Trace() => TracedOp.Update<TOp, T>(op);

    internal override OpSource Source(string prefix) => OpSource.Update<TOp, T>(op, prefix);

    internal override object[] Scalar(string function, object[] inputs)
    {
        T[] x = [.. inputs.Cast<T>()];
        var cell = new Cell<T>(x[0], TOp.States > 0 ? x[1] : T.Zero, TOp.States > 1 ? x[2] : T.Zero);
        Cell<T> after = op.Apply(cell, x[3], new Coefficients<T>(x[4], x[5], x[6], x[7], x[8], x[9], x[10], x[11], x[12]));
        return ((object[])[after.Weight, after.First, after.Second])[..(TOp.States + 1)];
    }
}
