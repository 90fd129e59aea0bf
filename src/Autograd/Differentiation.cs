using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>Differentiation. <c>Backward</c> of what tracked tensors were made into; and transforms, which make a derivative of a function:
/// <c>Gradient</c>, <c>ValueAndGradient</c>, <c>Vjp</c>, <c>Jvp</c>, <c>HessianVector</c>, <c>Jacobian</c>, <c>Hessian</c>, and
/// <c>CustomGradient</c> and <c>Recompute</c>, which change how one is found. Transforms nest to any order.</summary>
/// <remarks>A transform evaluates its function on inputs that it marks. What it gives is tracked when an input is, or a parameter or another
/// tracked tensor that the function reads; else it is a constant and no graph is kept, nor under <see cref="Tracking.Pause"/>.</remarks>
public static partial class Differentiation
{
    private const string Pass = "backward";

    /// <summary>The gradients of a single number with respect to every leaf.</summary>
    /// <param name="y">A tracked tensor of one element.</param>
    /// <param name="createGraph">True to track the gradients themselves, so that they can be differentiated again.</param>
    /// <exception cref="TensorException">Not one element; or nothing tracked, or all that is tracked ends at an op without gradient, which is named: a
    /// comparison, an <see cref="Tensor.ArgMax()"/>.</exception>
    public static Gradients Backward(this Tensor y, bool createGraph = false) => y.Backward(null, createGraph, null);

    /// <summary>The product of a gradient at the output with the Jacobian: the gradients of Σ gy·y with respect to every leaf.</summary>
    /// <param name="y">A tracked tensor.</param>
    /// <param name="gy">The gradient at y, in its shape and dtype.</param>
    /// <param name="createGraph">True to track the gradients themselves, so that they can be differentiated again.</param>
    /// <exception cref="TensorException">Another shape or dtype, or nothing tracked.</exception>
    public static Gradients Backward(this Tensor y, Tensor gy, bool createGraph = false) => y.Backward(gy, createGraph, null);

    /// <summary>Both, and watched.</summary>
    internal static Gradients Backward(this Tensor y, Tensor? gy, bool createGraph, IBackwardObserver? observer)
    {
        gy = RequireGradient(y, gy);
        using Tracking.Scope scope = createGraph ? Tracking.Resume() : Tracking.Pause();
        return Pull([y], [gy], new Gradients(), null, observer);
    }

    /// <summary>The gradients of Σ gy·y with respect to chosen tensors alone, leaves or results of ops. Each counts as a variable of its own: nothing
    /// flows on through it to what it was made of.</summary>
    /// <param name="y">A tracked tensor.</param>
    /// <param name="targets">Tracked tensors.</param>
    /// <param name="gy">The gradient at y, in its shape and dtype; null for 1 where y is a single number.</param>
    /// <param name="createGraph">True to track the gradients themselves, so that they can be differentiated again.</param>
    /// <exception cref="TensorException">Nothing tracked, a target that is a constant, or another shape or dtype.</exception>
    public static Gradients Backward(this Tensor y, IReadOnlyList<Tensor> targets, Tensor? gy = null, bool createGraph = false)
    {
        gy = RequireGradient(y, gy);
        foreach (Tensor target in targets)
            if (!target.IsTracked) throw new TensorException($"backward: the target {target.Shape} is a constant; call Track() on it before it is used, and use the tensor that Track() returns");
        using Tracking.Scope scope = createGraph ? Tracking.Resume() : Tracking.Pause();
        return Pull([y], [gy], new Gradients(targets.Select(target => target.Origin!)), Between.Of([y], targets));
    }

    private static Tensor RequireGradient(Tensor y, Tensor? gy)
    {
        if (gy is null && y.Count != 1) throw new TensorException($"backward: {y.Shape} is not a single number; reduce it with Sum() or Mean(), or pass the gradient at the output");
        gy ??= Tensor.Ones(y.Shape, y.DType, y.Device);
        if (y.Origin is null) throw new TensorException(y.GradientEnd is { } end ? Rules.WhyEnded(end, y) :
            $"backward: the tensor {y.Shape} depends on no parameter or tracked input: call Track() on an input before it is used, and use the tensor that Track() returns; or all its parameters are frozen; or it was made under Tracking.Pause(), as by Predict; or it is a gradient, and createGraph: true was not passed to Backward");
        if (gy.Shape != y.Shape || gy.DType != y.DType)
            throw new TensorException($"backward: the gradient is {gy.DType.Name()} {gy.Shape}, the output {y.DType.Name()} {y.Shape}; they must be the same");
        return gy;
    }

    // What a derivative is asked of: whole numbers and truth values jump or stay, and a derivative of zeros in their dtype would be none.
    private static Tensor RequireFloat(string op, Tensor y) => y.DType.IsFloat() ? y : throw new TensorException(
        $"{op}: the function gives {y.DType.Name()} {y.Shape}, which has no derivative; let it give float32 or float64, and return what else it finds by another way");

    // The walk itself, from several results: back to every leaf, or within a part of the graph to its marks.
    internal static Gradients Pull(ReadOnlySpan<Tensor> results, ReadOnlySpan<Tensor> at, Gradients gradients, Between? within, IBackwardObserver? observer = null)
    {
        Frontier reached = Frontier.Take();
        using Anomalies.Scope pass = Anomalies.During(Pass);
        try
        {
            for (int i = 0; i < results.Length; i++)
            {
                if (Flows(results[i])) Reach(results[i], at[i]);
            }
            while (reached.TryTake(out Tensor node, out Tensor gradient))
            {
                Origin origin = node.Origin!;
                using Anomalies.Scope rule = Anomalies.During(Pass, node);
                var local = new LocalRule(origin, gradient, node);
                observer?.Fires(node, gradient, local.Given);
                for (int number = 0, count = origin.InputCount; number < count; number++)
                {
                    Tensor input = origin.Input(number);
                    if (!Flows(input) || local.At(number) is not { } part) continue;
                    observer?.Gives(number, part);
                    Reach(input, part);
                }
            }
        }
        finally
        {
            reached.Return();
        }
        return gradients;

        bool Flows(Tensor x) => x.IsTracked && x.DType.IsFloat() && (within is null || within.Holds(x.Origin!));

        void Reach(Tensor node, Tensor part)
        {
            Origin origin = node.Origin!;
            if (within is null ? origin is not LeafOrigin : !within.IsMark(origin))
            {
                reached.Add(node, part);
                return;
            }
            ref Tensor? sum = ref gradients.At(origin);
            sum = sum is null ? part : sum + part;
        }
    }
}
