using System.Numerics;

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>One function of an op: what it takes, and the formula that it computes.</summary>
/// <param name="Result">The type of its result: T, int, sums or void.</param>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">Its parameters in C but the last, which all functions have.</param>
/// <param name="Inputs">In C, what the inputs of the graph stand for.</param>
/// <param name="Graph">The formula.</param>
/// <param name="Scalar">The scalar form that it was traced from, of arguments in the order of the inputs.</param>
/// <param name="Targets">Where results go that are not returned.</param>
internal sealed record Function(string Result, string Name, string Parameters, string[] Inputs, Graph Graph, Func<object[], object[]> Scalar, params string[] Targets);

/// <summary>The formulas of an op.</summary>
/// <param name="Title">The op's name.</param>
/// <param name="Element">The element type.</param>
/// <param name="Functions">Its functions.</param>
/// <param name="Constants">The numbers that depend on its fields.</param>
/// <param name="Record">What the op says about its inputs.</param>
internal sealed partial record TracedOp(string Title, TypeCode Element, IReadOnlyList<Function> Functions, IReadOnlyList<double> Constants, OpRecord Record)
{
    /// <summary><c>T op(T x)</c>.</summary>
    internal static TracedOp Unary<TOp, T>(TOp op)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tracer = Tracer<T>.For<TOp>();
        tracer.Number("op", "T x", ["x"], () => op.Apply(In<T>(0)), x => op.Apply((T)x[0]));
        return tracer.Op();
    }

    /// <summary><c>T op(T x, T y)</c>.</summary>
    internal static TracedOp Binary<TOp, T>(TOp op)
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
    {
        var tracer = Tracer<T>.For<TOp>();
        tracer.Number("op", "T x, T y", ["x", "y"], () => op.Apply(In<T>(0), In<T>(1)), x => op.Apply((T)x[0], (T)x[1]));
        return tracer.Op();
    }

    /// <summary><c>int op(T x, T y)</c>, 1 or 0.</summary>
    internal static TracedOp Comparison<TOp, T>(TOp op)
        where TOp : struct, IComparison
        where T : unmanaged, INumber<T>
    {
        var tracer = Tracer<T>.For<TOp>();
        tracer.Truth("op", "T x, T y", ["x", "y"], () => op.Apply(In<T>(0), In<T>(1)), x => op.Apply((T)x[0], (T)x[1]));
        return tracer.Op();
    }

    /// <summary><c>T identity()</c> and <c>T combine(T x, T y)</c>.</summary>
    internal static TracedOp Reduction<TOp, T>(TOp op)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        var tracer = Tracer<T>.For<TOp>();
        tracer.Reduction(op);
        return tracer.Op();
    }

    /// <summary><c>int replaces(T candidate, T best)</c>, 1 or 0.</summary>
    internal static TracedOp ArgReduction<TOp, T>(TOp op)
        where TOp : struct, IArgReduction
        where T : unmanaged, INumber<T>
    {
        var tracer = Tracer<T>.For<TOp>();
        tracer.Truth("replaces", "T candidate, T best", ["candidate", "best"], () => op.Replaces(In<T>(0), In<T>(1)), x => op.Replaces((T)x[0], (T)x[1]));
        return tracer.Op();
    }

    /// <summary><c>T op(uint first, uint second)</c>.</summary>
    internal static TracedOp Distribution<TOp, T>(TOp op)
        where TOp : struct, IDistribution
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tracer = Tracer<T>.For<TOp>();
        tracer.Number("op", "uint first, uint second", ["first", "second"], () => op.Apply<Symbol<T>, Symbol<uint>>(In<uint>(0), In<uint>(1)), x => op.Apply<T, uint>((uint)x[0], (uint)x[1]));
        return tracer.Op();
    }

    /// <summary><c>void op(T* weight, T* first, T* second, T gradient, const coefficients n)</c>.</summary>
    internal static TracedOp Update<TOp, T>(TOp op)
        where TOp : struct, IUpdateOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tracer = Tracer<T>.For<TOp>();
        string[] cell = ["*weight", "*first", "*second"], inputs = [.. cell, "gradient", .. CoefficientNames.Select(name => "n." + name)];
        tracer.Numbers("void", "op", "T* weight, T* first, T* second, T gradient, const coefficients n", inputs, cell[..(TOp.States + 1)], () =>
        {
            int at = cell.Length + 1;
            var n = new Coefficients<Symbol<T>>(In<T>(at++), In<T>(at++), In<T>(at++), In<T>(at++), In<T>(at++), In<T>(at++), In<T>(at++), In<T>(at++), In<T>(at));
            var after = op.Apply(new Cell<Symbol<T>>(In<T>(0), TOp.States > 0 ? In<T>(1) : default, TOp.States > 1 ? In<T>(2) : default), In<T>(cell.Length), n);
            return ((int[])[after.Weight.Place, after.First.Place, after.Second.Place])[..(TOp.States + 1)];
        }, x =>
        {
            int at = cell.Length + 1;
            var n = new Coefficients<T>((T)x[at++], (T)x[at++], (T)x[at++], (T)x[at++], (T)x[at++], (T)x[at++], (T)x[at++], (T)x[at++], (T)x[at]);
            var after = op.Apply(new Cell<T>((T)x[0], TOp.States > 0 ? (T)x[1] : default, TOp.States > 1 ? (T)x[2] : default), (T)x[cell.Length], n);
            return ((T[])[after.Weight, after.First, after.Second])[..(TOp.States + 1)];
        });
        return tracer.Op();
    }

    /// <summary>Do both ops compute the same, step by step?</summary>
    internal bool IsSameAs(TracedOp other) => Nodes(this).SequenceEqual(Nodes(other)) && Constants.SequenceEqual(other.Constants);

    private static IEnumerable<Node> Nodes(TracedOp op) => op.Functions.SelectMany(function => function.Graph.Nodes);

    /// <summary>The members of <see cref="Coefficients{TNumber}"/> in C, in their order.</summary>
    internal static string[] CoefficientNames { get; } = ["rate", "l2", "keep", "a", "b", "c", "d", "e", "f"];

    private static Symbol<TNumber> In<TNumber>(int name)
        where TNumber : unmanaged, INumber<TNumber> => Symbol<TNumber>.Input(name);
}
