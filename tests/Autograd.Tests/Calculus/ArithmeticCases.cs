using System.Reflection;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>The cases of the op structs of Kernels, by reflection.</summary>
internal static class ArithmeticCases
{
    /// <summary>Parameters, and the kinks that follow from them.</summary>
    private static readonly (object Op, double[] Kinks)[] s_samples =
    [
        (new Scale(-1.7), []), (new Scale(0), []), (new Shift(0.3), []), (new Clamp(-2, 3.5), [-2, 3.5]),
        (new Power(2), []), (new Power(3), []), (new Power(2.5), []), (new Power(0.5), []), (new Power(-1), []), (new Power(1), []), (new Power(0), []),
    ];

    /// <summary>How tensors are reduced by each reduction.</summary>
    private static readonly Dictionary<Type, Reducer> s_reducers = new()
    {
        [typeof(Sum)] = static (x, axes, keep) => x.Sum(axes, keep),
        [typeof(Prod)] = static (x, axes, keep) => x.Product(axes, keep),
        [typeof(Max)] = static (x, axes, keep) => x.Max(axes, keep),
        [typeof(Min)] = static (x, axes, keep) => x.Min(axes, keep),
    };

    private delegate Tensor Reducer(Tensor x, int[] axes, bool keepDims);

    /// <summary>Every op struct.</summary>
    internal static IEnumerable<Type> Ops => typeof(IOp).Assembly.GetTypes().Where(type => type.IsValueType && typeof(IOp).IsAssignableFrom(type)).OrderBy(type => type.Name, StringComparer.Ordinal);

    /// <summary>The cases of an op that has a rule.</summary>
    internal static IEnumerable<GradientCase> Of(Type op)
    {
        if (ElementwiseCases.ByOp.TryGetValue(op, out GradientCase[]? own)) return own;
        if (typeof(IUnaryOp).IsAssignableFrom(op)) return Samples(op).SelectMany(sample => (IEnumerable<GradientCase>)Generic(nameof(Unary), op, sample.Op, sample.Kinks));
        if (typeof(IBinaryOp).IsAssignableFrom(op)) return (IEnumerable<GradientCase>)Generic(nameof(Binary), op, Activator.CreateInstance(op)!);
        if (s_reducers.TryGetValue(op, out Reducer? reduce)) return Reductions(op, reduce);
        if (RowCases.ByOp.TryGetValue(op, out GradientCase[]? cases)) return cases;
        if (LinearAlgebraCases.ByOp.TryGetValue(op, out cases)) return cases;
        throw new InvalidOperationException($"{op.Name} has a rule: add a case to {nameof(ArithmeticCases)}");
    }

    private static (object Op, double[] Kinks)[] Samples(Type op)
    {
        if (op.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Length == 0) return [(Activator.CreateInstance(op)!, [])];
        (object, double[])[] samples = [.. s_samples.Where(sample => op.IsInstanceOfType(sample.Op))];
        return samples.Length > 0 ? samples : throw new InvalidOperationException($"{op.Name} has parameters: add a sample to {nameof(ArithmeticCases)}");
    }

    internal static IEnumerable<GradientCase> Unary<TOp>(TOp op, double[] kinks)
        where TOp : struct, IUnaryOp =>
        Points.Layouts((name, sizes) => Points.Inside(TOp.Record, [.. TOp.Record.Kinks, .. kinks], TOp.Name + name, sizes))
            .Select(point => new GradientCase($"{op} of {point.Layout}", xs => xs[0].Map(op), [point.X]));

    internal static IEnumerable<GradientCase> Binary<TOp>(TOp op)
        where TOp : struct, IBinaryOp
    {
        Tensor X(string name, int[] sizes) => Points.OnGrid(TOp.Record, 0, TOp.Name + name, sizes);
        Tensor Y(string name, int[] sizes) => Points.OnGrid(TOp.Record, 0.1, TOp.Name + name, sizes);
        foreach ((string layout, Tensor x, Tensor y) in Points.Pairs(X, Y)) yield return new GradientCase($"{op} of {layout}", xs => xs[0].Zip(op, xs[1]), [x, y]);
        if (TOp.Record.Kinks.Length == 0) yield return new GradientCase($"{op} of x and x", xs => xs[0].Zip(op, xs[0]), [X("same", [5])]);
    }

    private static IEnumerable<GradientCase> Reductions(Type op, Reducer reduce)
    {
        (string, Tensor, int[][])[] points =
        [
            ("[]", Points.Normal("r", []), [[]]),
            ("[9]", Points.Normal("s", 9), [[0], [-1]]),
            ("[3, 4, 2]", Points.Normal("t", 3, 4, 2), [[0], [1], [-1], [0, 2], [1, 0], [0, 1, 2], []]),
            ("[4, 3] transposed", Points.Normal("u", 3, 4).Transpose(), [[0], [1], [0, 1]]),
            ("[3, 2] sliced backwards", Points.Normal("v", 5, 4)[Slice.Every(-2), Slice.Every(2)], [[0], [1]]),
            ("[0, 3]", Points.Normal("w", 0, 3), op == typeof(Sum) || op == typeof(Prod) ? [[0], [1], [0, 1]] : [[1]]),
        ];
        foreach ((string layout, Tensor x, int[][] choices) in points)
        {
            foreach (int[] axes in choices)
            {
                yield return new GradientCase($"{op.Name} of {layout} over ({string.Join(", ", axes)})", xs => reduce(xs[0], axes, false), [x]);
                yield return new GradientCase($"{op.Name} of {layout} over ({string.Join(", ", axes)}), kept", xs => reduce(xs[0], axes, true), [x]);
            }
        }
    }

    private static object Generic(string maker, Type op, params object[] arguments) =>
        typeof(ArithmeticCases).GetMethod(maker, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(op).Invoke(null, arguments)!;
}
