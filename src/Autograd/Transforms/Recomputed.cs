using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>A function that runs again where its derivative is wanted. Inputs: those of the function, then the tracked tensors that it reads
/// besides.</summary>
/// <param name="Function">The function.</param>
/// <param name="Draws">Where the random streams stood that it draws from.</param>
/// <param name="Count">The number of its own inputs.</param>
internal readonly record struct Recomputed(Func<Tensor[], Tensor> Function, RandomStream.Draws Draws, int Count) : IStructuralOp
{
    [ThreadStatic]
    private static bool t_runs;

    public static string Name => "recompute";

    /// <summary>True on a thread that runs a function again: what has been counted, a batch for example, is not to be counted twice.</summary>
    internal static bool IsRunning => t_runs;

    /// <summary>The gradients at all inputs.</summary>
    internal IReadOnlyList<Tensor?> Pull(Tensor gy, Origin origin, Tensor y)
    {
        if (Tracking.IsOn) return Again(origin, y).Pull(gy);
        using MemoryScope scope = MemoryScope.Open();
        Tensor[] parts = Again(origin, y).Pull(gy);
        foreach (Tensor part in parts) scope.Keep(part);
        return parts;
    }

    /// <summary>The tangent of the result.</summary>
    internal Tensor Push(Origin origin, Tensor y, Func<Tensor, Tensor?> tangent)
    {
        Tensor[] dx = [.. origin.Inputs.Select(x => tangent(x) ?? Tensor.Zeros(x.Shape, x.DType, x.Device))];
        if (Tracking.IsOn) return Again(origin, y).Push(dx)[0];
        using MemoryScope scope = MemoryScope.Open();
        return scope.Keep(Again(origin, y).Push(dx)[0]);
    }

    private Trace Again(Origin origin, Tensor y)
    {
        using RandomStream.Draws.Scope same = Draws.Repeat();
        bool outer = t_runs;
        t_runs = true;
        try
        {
            return Trace.Again(Function, [.. origin.Inputs.Take(Count)], [.. origin.Inputs.Skip(Count)], y);
        }
        finally
        {
            t_runs = outer;
        }
    }
}
