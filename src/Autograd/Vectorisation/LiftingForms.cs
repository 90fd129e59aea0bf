using System.Collections.Concurrent;
using System.Reflection;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>What follows from the form of an op: elementwise ops broadcast, and rows have any number of axes before them. An op is known only by
/// its type when it is replayed, so its method is made for that type once and kept.</summary>
internal static class LiftingForms
{
    private static readonly ConcurrentDictionary<Type, Func<Tensor, Tensor, Tensor, Tensor>> s_affine = new();
    private static readonly ConcurrentDictionary<Type, Func<Tensor, Tensor, Tensor, Sliding, int, Tensor>> s_convolution = new();

    /// <summary>How an op of a known form is applied to many examples; null for others.</summary>
    internal static Lifting.Line? Of(Type op)
    {
        foreach (Type form in op.GetInterfaces())
        {
            if (form == typeof(IUnaryOp)) return Make<Lifting.Line>(nameof(Unary), op);
            if (form == typeof(IBinaryOp)) return Make<Lifting.Line>(nameof(Binary), op);
            if (form == typeof(IComparison)) return Make<Lifting.Line>(nameof(Comparison), op);
            if (!form.IsGenericType) continue;
            if (form.GetGenericTypeDefinition() == typeof(IRowMap<>)) return Make<Lifting.Line>(nameof(RowMap), op, form.GenericTypeArguments[0]);
            if (form.GetGenericTypeDefinition() == typeof(IRowFold<>)) return Make<Lifting.Line>(nameof(RowFold), op, form.GenericTypeArguments[0]);
        }
        return null;
    }

    /// <summary>activation(x·W + b) for an activation known by its type; in one pass if W is [k, n] and b [n].</summary>
    internal static Func<Tensor, Tensor, Tensor, Tensor> Affine(Type activation) =>
        s_affine.GetOrAdd(activation, static op => Make<Func<Tensor, Tensor, Tensor, Tensor>>(nameof(AffineTo), WithoutParameters(op)));

    /// <summary>activation(convolution + b) in one pass, for an activation known by its type.</summary>
    internal static Func<Tensor, Tensor, Tensor, Sliding, int, Tensor> Convolution(Type activation) =>
        s_convolution.GetOrAdd(activation, static op => Make<Func<Tensor, Tensor, Tensor, Sliding, int, Tensor>>(nameof(ConvolveTo), WithoutParameters(op)));

    // The op before the activation keeps the type and not the struct.
    private static Type WithoutParameters(Type activation) => activation.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length == 0
        ? activation
        : throw new TensorException($"vectorise: the parameters of the activation {activation.Name} are not kept by the op that ends in it; apply the activation to a result without activation instead");

    private static TDelegate Make<TDelegate>(string method, params Type[] types)
        where TDelegate : Delegate =>
        typeof(LiftingForms).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(types).CreateDelegate<TDelegate>();

    private static TOp OpOf<TOp>(Origin origin)
        where TOp : struct => ((Origin<TOp>)origin).Op;

    private static Tensor Unary<TOp>(Origin origin, LiftedInputs x)
        where TOp : struct, IUnaryOp => x[0].Map(OpOf<TOp>(origin));

    private static Tensor Binary<TOp>(Origin origin, LiftedInputs x)
        where TOp : struct, IBinaryOp => x[0].Zip(OpOf<TOp>(origin), x[1]);

    private static Tensor Comparison<TOp>(Origin origin, LiftedInputs x)
        where TOp : struct, IComparison => x[0].Compare(OpOf<TOp>(origin), x[1]);

    private static Tensor RowMap<TOp, TFirst>(Origin origin, LiftedInputs x)
        where TOp : struct, IRowMap<TFirst>
        where TFirst : struct, IReduction =>
        x.Each(0).MapRows<TOp, TFirst>(OpOf<TOp>(origin), x.Count > 1 ? x.Each(1) : null, x.Count > 2 ? x.Each(2) : null);

    private static Tensor RowFold<TOp, TFirst>(Origin origin, LiftedInputs x)
        where TOp : struct, IRowFold<TFirst>
        where TFirst : struct, IReduction =>
        x.Each(0).FoldRows<TOp, TFirst>(OpOf<TOp>(origin), x.Count > 1 ? x.Each(1) : null);

    private static Tensor AffineTo<TOp>(Tensor x, Tensor weight, Tensor bias)
        where TOp : struct, IUnaryOp => weight.Rank == 2 && bias.Rank == 1 ? x.Affine(weight, bias, default(TOp)) : (x.MatMul(weight) + bias).Map(default(TOp));

    private static Tensor ConvolveTo<TOp>(Tensor x, Tensor weight, Tensor bias, Sliding sliding, int groups)
        where TOp : struct, IUnaryOp => x.Convolve(weight, bias, default(TOp), sliding, groups);
}
