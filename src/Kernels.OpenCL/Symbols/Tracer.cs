using System.Numerics;
using System.Reflection;

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>Traces the functions of one op; numbers that depend on the op's fields are numbered through all of them.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal sealed class Tracer<T>
    where T : unmanaged, INumber<T>
{
    private readonly List<Function> _functions = [];
    private readonly List<double> _constants = [];
    private readonly bool _hasFields;
    private readonly int _count;

    private Tracer(bool hasFields, int count) => (_hasFields, _count) = (hasFields, count);

    /// <summary>For an op; its numbers become parameters of the kernel when it has fields.</summary>
    internal static Tracer<T> For<TOp>(int count = 0) => new(Fields<TOp>.Any, count);

    internal TracedOp Op(string title) => new(title, Symbol<T>.Type, _functions, _constants);

    /// <summary>A function that gives a number.</summary>
    internal void Number(string name, string parameters, string[] inputs, Func<Symbol<T>> formula) =>
        Add("T", name, parameters, inputs, [], () => [formula().Place]);

    /// <summary>A function that gives 1 or 0.</summary>
    internal void Truth(string name, string parameters, string[] inputs, Func<bool> formula) =>
        Add("int", name, parameters, inputs, [], () => [Trace.Current.Literal(TypeCode.Int32, formula() ? 1 : 0)]);

    /// <summary>A function with several results.</summary>
    internal void Numbers(string result, string name, string parameters, string[] inputs, string[] targets, Func<int[]> formula) =>
        Add(result, name, parameters, inputs, targets, formula);

    /// <summary>The two functions of a reduction.</summary>
    internal void Reduction<TOp>(TOp op)
        where TOp : struct, IReduction
    {
        Number("identity", "", [], op.Identity<Symbol<T>>);
        Number("combine", "T x, T y", ["x", "y"], () => op.Combine(Symbol<T>.Input(0), Symbol<T>.Input(1)));
    }

    private void Add(string result, string name, string parameters, string[] inputs, string[] targets, Func<int[]> formula)
    {
        var trace = new Trace(Symbol<T>.Type, _hasFields ? _constants : null, _count) { CountInput = Array.IndexOf(inputs, "count") };
        _functions.Add(new Function(result, name, parameters, inputs, trace.Follow(formula), targets));
    }
}

/// <summary>Has a type of op fields?</summary>
internal static class Fields<TOp>
{
    internal static bool Any { get; } = typeof(TOp).GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length > 0;
}
