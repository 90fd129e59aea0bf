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
    private readonly string _title;
    private readonly OpRecord _record;
    private readonly bool _hasFields;
    private readonly int _count;

    private Tracer(string title, OpRecord record, bool hasFields, int count) => (_title, _record, _hasFields, _count) = (title, record, hasFields, count);

    /// <summary>For an op; its numbers become parameters of the kernel when it has fields.</summary>
    internal static Tracer<T> For<TOp>(int count = 0)
        where TOp : IOp => new(OneLine(TOp.Name), TOp.Record, Fields<TOp>.Any, count);

    internal TracedOp Op() => new(_title, Symbol<T>.Type, _functions, _constants, _record);

    /// <summary>A function that gives a number.</summary>
    internal void Number(string name, string parameters, string[] inputs, Func<Symbol<T>> formula, Func<object[], T> scalar) =>
        Add("T", name, parameters, inputs, [], () => [formula().Place], x => [scalar(x)]);

    /// <summary>A function that gives 1 or 0.</summary>
    internal void Truth(string name, string parameters, string[] inputs, Func<bool> formula, Func<object[], bool> scalar) =>
        Add("int", name, parameters, inputs, [], () => [Trace.Current.Literal(TypeCode.Int32, formula() ? 1 : 0)], x => [scalar(x) ? 1 : 0]);

    /// <summary>A function with several results.</summary>
    internal void Numbers(string result, string name, string parameters, string[] inputs, string[] targets, Func<int[]> formula, Func<object[], T[]> scalar) =>
        Add(result, name, parameters, inputs, targets, formula, x => [.. scalar(x).Cast<object>()]);

    /// <summary>The two functions of a reduction.</summary>
    internal void Reduction<TOp>(TOp op)
        where TOp : struct, IReduction
    {
        Number("identity", "", [], op.Identity<Symbol<T>>, _ => op.Identity<T>());
        Number("combine", "T x, T y", ["x", "y"], () => op.Combine(Symbol<T>.Input(0), Symbol<T>.Input(1)), x => op.Combine((T)x[0], (T)x[1]));
    }

    private void Add(string result, string name, string parameters, string[] inputs, string[] targets, Func<int[]> formula, Func<object[], object[]> scalar)
    {
        var trace = new Trace(_title, Symbol<T>.Type, _hasFields ? _constants : null, _count) { CountInput = Array.IndexOf(inputs, "count") };
        _functions.Add(new Function(result, name, parameters, inputs, trace.Follow(formula), scalar, targets));
    }

    // A name stands in a comment of the program and in messages. A backslash at the end of a comment would go on in the next line.
    private static string OneLine(string name) => string.Concat(name.Select(c => char.IsControl(c) ? ' ' : c is '\\' ? '/' : c));
}

/// <summary>Has a type of op fields?</summary>
internal static class Fields<TOp>
{
    internal static bool Any { get; } = typeof(TOp).GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length > 0;
}
