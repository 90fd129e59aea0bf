using System.Runtime.CompilerServices;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>Functions of one example become functions of many (JAX's <c>vmap</c>).</summary>
/// <remarks>
/// The function is run once, on the first example, and every op on the way is recorded; then the ops are applied to all examples at once, each by
/// its line in <see cref="Lifting"/>. So it must take the same path for all examples: reading a value of what depends on a mapped input
/// (<see cref="Tensor.Item"/>, <see cref="Tensor.ToArray{T}"/>) is an error, and a choice is written with <see cref="Tensor.Where(Tensor, Tensor, Tensor)"/>. What does not
/// depend on a mapped input is computed once and shared by all examples.
/// <para>Random draws inside the function are made once, so all examples get the same numbers: one dropout mask, one noise. For numbers of its own for each
/// example, draw them before, for all, and map them as a further input: <c>Vectorise((x, noise) => f(x + noise))(xs, stream.Normal(xs.Shape))</c>.</para>
/// <para>The result is that of a loop over the examples, up to the rounding of sums in another order, and so are its gradients, to any order. Functions
/// may be vectorised inside such a function, and may call Backward: on what was tracked inside, and on parameters; for those, a mapped input is a
/// constant. What it throws away in a memory scope of its own stays until the scope around ends. Tensors have at most 8 axes, that of the examples
/// included.</para>
/// </remarks>
public static class Vectorisation
{
    /// <summary>f of each example: [n, ...] to [n, ...]. No examples give a result of none. Random draws in f are made once and shared by all examples; to
    /// have others for each, draw them before and map them as a second input.</summary>
    /// <param name="f">From one example, without the first axis, to one result.</param>
    /// <exception cref="TensorException">Thrown by the result: the input has no axis; f reads a value or changes a parameter; an op cannot be
    /// applied to many examples at once.</exception>
    [OverloadResolutionPriority(1)]
    public static Func<Tensor, Tensor> Vectorise(Func<Tensor, Tensor> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return x => Run(inputs => [f(inputs[0])], [x], [true])[0];
    }

    /// <summary>f of each pair of examples; draws in f are shared by all. An input that is not mapped is the same for all, and has no axis of examples.</summary>
    /// <param name="f">From one example of each input to one result.</param>
    /// <param name="mapFirst">Whether the first input is mapped.</param>
    /// <param name="mapSecond">Whether the second input is mapped.</param>
    /// <exception cref="TensorException">No input is mapped. Thrown by the result: as above, or the numbers of examples differ.</exception>
    public static Func<Tensor, Tensor, Tensor> Vectorise(Func<Tensor, Tensor, Tensor> f, bool mapFirst = true, bool mapSecond = true)
    {
        ArgumentNullException.ThrowIfNull(f);
        bool[] mapped = RequireOne([mapFirst, mapSecond]);
        return (x, y) => Run(inputs => [f(inputs[0], inputs[1])], [x, y], mapped)[0];
    }

    /// <summary>f of each example of several inputs, with several results, each [n, ...]; draws in f are shared by all examples. One that does not depend on a mapped input is
    /// repeated.</summary>
    /// <param name="f">From one example of each input to the results.</param>
    /// <param name="mapped">For each input whether it is mapped; if nothing is said, all are. One that is not is the same for all examples, and has no
    /// axis of examples.</param>
    /// <exception cref="TensorException">No input is mapped. Thrown by the result: as above, or there are more or fewer inputs.</exception>
    public static Func<Tensor[], Tensor[]> Vectorise(Func<Tensor[], Tensor[]> f, params ReadOnlySpan<bool> mapped)
    {
        ArgumentNullException.ThrowIfNull(f);
        bool[]? named = mapped.Length == 0 ? null : RequireOne(mapped.ToArray());
        return inputs => Run(f, inputs, named ?? [.. inputs.Select(_ => true)]);
    }

    /// <summary>The gradients of a loss at each example by itself: for each parameter [n, ...] with its shape after the first axis, in the order of
    /// the parameters. Their mean is the gradient of the mean loss.</summary>
    /// <param name="parameters">What gradients are asked for.</param>
    /// <param name="loss">From inputs and targets to a single number, as for training. It is given each example as a batch of one, so layers that mix
    /// the examples of a batch have nothing to mix: <c>BatchNorm</c> is refused, since it changes its running statistics; take its
    /// <c>ForEvaluation()</c>. Random draws, a dropout mask say, are shared by all examples; see <see cref="Vectorisation"/>.</param>
    /// <param name="inputs">[n, ...].</param>
    /// <param name="targets">[n] or [n, ...].</param>
    /// <param name="createGraph">True to track the gradients themselves, so that they can be differentiated again.</param>
    /// <exception cref="TensorException">The loss is not a single number; the numbers of examples differ; an op cannot be applied to many examples at
    /// once.</exception>
    public static Tensor[] PerSampleGradients(
        IReadOnlyList<Parameter> parameters, Func<Tensor, Tensor, Tensor> loss, Tensor inputs, Tensor targets, bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(loss);
        return Run(GradientsOfOne, [inputs, targets], [true, true]);

        Tensor[] GradientsOfOne(Tensor[] example)
        {
            using Tracking.Scope scope = Tracking.Resume();
            Gradients gradients = loss(example[0].Unsqueeze(0), example[1].Unsqueeze(0)).Backward(createGraph);
            return [.. parameters.Select(parameter => gradients[parameter])];
        }
    }

    private static bool[] RequireOne(bool[] mapped) => mapped.Contains(true)
        ? mapped
        : throw new TensorException("vectorise: no input is mapped, so there is nothing to go along; call the function itself");

    private static Tensor[] Run(Func<Tensor[], Tensor[]> f, Tensor[] inputs, bool[] mapped)
    {
        if (inputs.Length != mapped.Length) throw new TensorException($"vectorise: {inputs.Length} inputs were given; which are mapped was said of {mapped.Length}");
        var replay = new Replay(CountExamples(inputs, mapped));
        return replay.Of(RunOnce(f, [.. inputs.Select((x, i) => mapped[i] ? replay.Example(x) : x)]));
    }

    // Constants that the function makes in a memory scope of its own are replayed too.
    private static Tensor[] RunOnce(Func<Tensor[], Tensor[]> f, Tensor[] example)
    {
        using MemoryScope.Deferral deferral = MemoryScope.Defer();
        return f(example);
    }

    private static int CountExamples(Tensor[] inputs, bool[] mapped)
    {
        int first = Array.IndexOf(mapped, true);
        if (first < 0) throw new TensorException("vectorise: no inputs were given, so there is nothing to go along");
        for (int i = first; i < inputs.Length; i++)
        {
            if (!mapped[i]) continue;
            if (inputs[i].Rank == 0) throw new TensorException($"vectorise: input {i} is a single number; a mapped input is [n, ...], one that all examples share is not mapped");
            if (inputs[i].Shape[0] != inputs[first].Shape[0])
                throw new TensorException($"vectorise: inputs {first} and {i} are {inputs[first].Shape} and {inputs[i].Shape}; mapped inputs must have as many examples along axis 0");
        }
        return inputs[first].Shape[0];
    }
}
