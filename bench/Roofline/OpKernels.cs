using System.Reflection;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Roofline;

/// <summary>A kernel for every op struct of the library, found by reflection: an op that is added is measured without a line here.</summary>
internal static class OpKernels
{
    private static readonly Type[] s_ops =
    [
        .. typeof(IOp).Assembly.GetTypes()
            .Where(type => type.IsValueType && !type.ContainsGenericParameters && typeof(IOp).IsAssignableFrom(type))
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    /// <summary>All of them on float32 vectors of that length.</summary>
    public static IEnumerable<Kernel> All(int count)
    {
        double vector = (double)sizeof(float) * count;
        foreach (Type op in Of(typeof(IUnaryOp))) yield return Make(op, "map", count, 2 * vector, nameof(Map), count);
        foreach (Type op in Of(typeof(IBinaryOp))) yield return Make(op, "zip", count, 3 * vector, nameof(Zip), count);
        foreach (Type op in Of(typeof(IComparison))) yield return Make(op, "compare", count, 2 * vector + count, nameof(Compare), count);
        foreach (Type op in Of(typeof(IReduction))) yield return Make(op, "reduce", count, vector, nameof(Reduce), count);
        foreach (Type op in Of(typeof(IArgReduction))) yield return Make(op, "arg-reduce", count, vector, nameof(ArgReduce), count);
        foreach (Type op in Of(typeof(IDistribution))) yield return Make(op, "random", count, vector, nameof(Random), count);
    }

    private static IEnumerable<Type> Of(Type kind) => s_ops.Where(kind.IsAssignableFrom);

    private static Kernel Make(Type op, string family, double flops, double bytes, string method, int count)
    {
        string name = (string)op.GetProperty(nameof(IOp.Name), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        MethodInfo make = typeof(OpKernels).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(op);
        return new Kernel(family, name, flops, bytes, device => (Action)make.Invoke(null, [device, count])!);
    }

    // Positive inputs, so that roots and logarithms are numbers. An op with parameters has them at 0.
    private static View<float> Input(Device device, int count, int seed) => Values.On<float>(device, [count], seed, shift: 1);

    private static Action Map<TOp>(Device device, int count)
        where TOp : struct, IUnaryOp
    {
        View<float> x = Input(device, count, 1), y = Values.Empty<float>(device, [count]);
        return () => device.Map(default(TOp), x, y);
    }

    private static Action Zip<TOp>(Device device, int count)
        where TOp : struct, IBinaryOp
    {
        View<float> x = Input(device, count, 1), y = Input(device, count, 2), z = Values.Empty<float>(device, [count]);
        return () => device.Zip(default(TOp), x, y, z);
    }

    private static Action Compare<TOp>(Device device, int count)
        where TOp : struct, IComparison
    {
        View<float> x = Input(device, count, 1), y = Input(device, count, 2);
        View<bool> z = Values.Empty<bool>(device, [count]);
        return () => device.Compare(default(TOp), x, y, z);
    }

    private static Action Reduce<TOp>(Device device, int count)
        where TOp : struct, IReduction
    {
        View<float> x = Input(device, count, 1), y = Values.Empty<float>(device, [1]);
        return () => device.Reduce(default(TOp), x, y);
    }

    private static Action ArgReduce<TOp>(Device device, int count)
        where TOp : struct, IArgReduction
    {
        View<float> x = Input(device, count, 1);
        View<int> y = Values.Empty<int>(device, [1]);
        return () => device.ArgReduce(default(TOp), x, 0, y);
    }

    private static Action Random<TOp>(Device device, int count)
        where TOp : struct, IDistribution
    {
        View<float> y = Values.Empty<float>(device, [count]);
        return () => device.Random(default(TOp), 1, 1, y);
    }
}
