using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>A function of float64 tensors and the point at which its derivatives are checked.</summary>
/// <param name="Name">What a failed check prints.</param>
/// <param name="F">The function.</param>
/// <param name="Inputs">The point; in any layout.</param>
/// <param name="Exact">For linear functions that pass through float32: point, directions and steps are multiples of 1/4, so nothing rounds.</param>
internal sealed record GradientCase(string Name, Func<Tensor[], Tensor> F, Tensor[] Inputs, bool Exact = false)
{
    public override string ToString() => Name;

    /// <summary>True when a graph built by the function contains that op.</summary>
    internal bool Uses(Type op)
    {
        var open = new Stack<Tensor>([F([.. Inputs.Select(x => x.Track())])]);
        while (open.TryPop(out Tensor? y))
        {
            if (y.Origin?.OpType == op) return true;
            foreach (Tensor input in y.Origin?.Inputs ?? []) open.Push(input);
        }
        return false;
    }
}
