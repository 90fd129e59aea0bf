using System.Runtime.CompilerServices;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

// Functions that change how a derivative is found.
public static partial class Differentiation
{
    /// <summary>A function whose gradient is what <paramref name="backward"/> says: in fewer steps, more stable, or deliberately not the derivative (feedback
    /// alignment, a straight-through estimator). Forward mode and second derivatives follow from it: the one is its transpose, the others its
    /// derivative; so it should be linear in gy and written in tensor ops.</summary>
    /// <param name="f">From a tensor to a tensor. Its own graph is not kept.</param>
    /// <param name="backward">The gradient at x, from (gy, x, y). It may read parameters.</param>
    /// <example><code>Func&lt;Tensor, Tensor&gt; step = CustomGradient(x => x.Sign(), (gy, x, y) => gy);</code></example>
    [OverloadResolutionPriority(1)]
    public static Func<Tensor, Tensor> CustomGradient(Func<Tensor, Tensor> f, Func<Tensor, Tensor, Tensor, Tensor> backward)
    {
        Func<Tensor[], Tensor> custom = CustomGradient((Tensor[] x) => f(x[0]), (gy, x, y) => [backward(gy, x[0], y)]);
        return x => custom([x]);
    }

    /// <summary>A function of several tensors whose gradients are what <paramref name="backward"/> says.</summary>
    /// <param name="f">From tensors to a tensor. Its own graph is not kept, so whatever gradients are wanted for must be among its inputs: it throws
    /// a <see cref="TensorException"/> where it reads another tracked tensor, a parameter say.</param>
    /// <param name="backward">The gradients at the inputs, in their shapes, from (gy, inputs, y); null where none flows. It may read parameters.</param>
    /// <example><code>
    /// // Feedback alignment: what comes back goes through B, a fixed matrix, not through the transpose of W.
    /// var layer = CustomGradient((Tensor[] xw) => xw[0].MatMul(xw[1]), (gy, xw, y) => [gy.MatMul(b), xw[0].Transpose().MatMul(gy)]);
    /// </code></example>
    public static Func<Tensor[], Tensor> CustomGradient(Func<Tensor[], Tensor> f, Func<Tensor, IReadOnlyList<Tensor>, Tensor, IReadOnlyList<Tensor?>> backward) => x =>
    {
        Tensor y = f([.. x.Select(input => input.StopGradient())]);
        return y.IsTracked
            ? throw new TensorException($"{Custom.Name}: the function reads a tracked tensor, '{Between.Of([y], []).Outside[0].Origin!.OpName}', that is none of its inputs, so no gradient would flow to it; pass it as an input, or call StopGradient() on it")
            : y.ResultOf(new Custom(backward), [.. x, y]);
    };

    /// <summary>f(x), whose temporaries go back to the pool at once: a walk over the graph runs f again where it needs them. Less memory for the time of
    /// a second evaluation.</summary>
    /// <param name="f">From a tensor to a tensor; see the other form.</param>
    /// <param name="x">The input.</param>
    public static Tensor Recompute(Func<Tensor, Tensor> f, Tensor x) => Recompute((Tensor[] inputs) => f(inputs[0]), [x]);

    /// <summary>f(x…), whose temporaries go back to the pool at once: a walk over the graph runs f again where it needs them.</summary>
    /// <param name="f">From tensors to a tensor. Gradients also flow to parameters and other tracked tensors that it reads. It runs more than once, so
    /// it must change nothing; the running statistics of <see cref="Learning.BatchNorm"/> move in the first run
    /// only. The second run draws the same random numbers from every <see cref="RandomStream"/>, and the streams then go on where they were.</param>
    /// <param name="x">The inputs.</param>
    /// <exception cref="TensorException">Later, in the walk: a parameter that f read has changed since, or a memory scope has ended; or f gives another
    /// shape or dtype when it runs again. Other numbers are not noticed: they give wrong gradients.</exception>
    public static Tensor Recompute(Func<Tensor[], Tensor> f, Tensor[] x)
    {
        using MemoryScope scope = MemoryScope.Open();
        if (!Tracking.IsOn) return scope.Keep(f(x));
        var draws = new RandomStream.Draws();
        long start = Tracking.LastOrder;
        Tensor[] marks = [.. x.Select(input => input.IsTracked ? Marked.Of(input) : input)];
        Tensor y;
        using (draws.Record()) y = f([.. marks]);
        scope.Keep(y);
        if (!y.IsTracked || y.IsTraced) return y;       // an example is recorded op by op
        var between = Between.Of([y], marks.Where(mark => mark.IsTracked), start);
        // A leaf that f made for itself is made again: it is nothing that f reads.
        return y.ResultOf(new Recomputed(f, draws, x.Length), [.. x, .. between.Outside.Where(read => read.Origin!.Order <= start)]);
    }
}
