using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>What recurrent layers share. The matrices of their gates stand side by side, so that a step is one product.</summary>
internal static class Recurrence
{
    /// <summary>The matrices of so many gates, each drawn by itself, side by side: [inputs, gates·size].</summary>
    internal static Parameter Gates(string name, int gates, int inputs, int size, Initialiser initialiser, RandomStream stream, DType dtype)
    {
        ArgumentNullException.ThrowIfNull(initialiser);
        Domain.Count(name, "inputs", inputs);
        Domain.Count(name, "units", size);
        using var scope = MemoryScope.Open();
        return new Parameter(name, Tensor.Concat([.. Enumerable.Range(0, gates).Select(_ => initialiser.Draw([inputs, size], stream, dtype))], axis: 1));
    }

    internal static Parameter Zeros(string name, int count, Parameter like)
    {
        using var scope = MemoryScope.Open();
        return new Parameter(name, Tensor.Zeros([count], like.DType, like.Value.Device));
    }

    /// <summary>One of the gates that stand side by side.</summary>
    internal static Tensor Gate(this Tensor gates, int index, int size) => gates[.., (index * size)..((index + 1) * size)];

    /// <summary>The steps [batch, n] of [batch, time, n], in halves of halves: the gradient of a slice is embedded in zeros of its parent's
    /// shape, which is time·log(time) in all, where slices of the whole would take time².</summary>
    internal static Tensor[] Steps(Tensor x)
    {
        var steps = new Tensor[x.Shape[1]];
        Fill(x, steps);
        return steps;

        static void Fill(Tensor x, Span<Tensor> steps)
        {
            if (steps.Length == 1) steps[0] = x.Squeeze(1);
            if (steps.Length < 2) return;
            int half = steps.Length / 2;
            Fill(x[.., ..half], steps[..half]);
            Fill(x[.., half..], steps[half..]);
        }
    }

    /// <summary>The outputs of all steps, [batch, time, size].</summary>
    internal static Tensor Sequence(List<Tensor> steps, Tensor x, Parameter recurrent) => steps.Count > 0
        ? Tensor.Stack([.. steps], axis: 1)
        : Tensor.Zeros([x.Shape[0], 0, recurrent.Shape[0]], x.DType, x.Device);

    internal static Tensor Start(Tensor x, Parameter recurrent) => Tensor.Zeros([x.Shape[0], recurrent.Shape[0]], x.DType, x.Device);

    internal static void RequireInput(string layer, Tensor x, int rank, Parameter weight)
    {
        ArgumentNullException.ThrowIfNull(x);
        string wanted = rank == 3 ? "batch, time" : "batch";
        if (x.Rank != rank || x.Shape[-1] != weight.Shape[0]) throw new TensorException($"{layer}: the inputs {x.Shape} are not [{wanted}, {weight.Shape[0]}]");
        Inputs.Require(layer, x, weight);
    }

    internal static void RequireState(string layer, Tensor state, int batch, Parameter recurrent)
    {
        ArgumentNullException.ThrowIfNull(state);
        Shape wanted = [batch, recurrent.Shape[0]];
        if (state.Shape != wanted) throw new TensorException($"{layer}: the state {state.Shape} does not fit the inputs; it must be {wanted}, [batch, size]");
        Inputs.Require(layer, state, recurrent, "states");
    }
}
