using System.Globalization;
using DeepPuzzles.Autograd.Tests.Calculus;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Vectorisation;

namespace DeepPuzzles.Autograd.Tests.Vectorisation;

/// <summary>A function of many examples at once against a loop over the examples: each input mapped alone, and all together. A check returns the
/// failure in words, or null.</summary>
internal static class LiftingCheck
{
    private const int Examples = 3, OuterExamples = 2;

    /// <summary>Rounding of float64 sums in another order, relative to the largest number of a result.</summary>
    private const double Tolerance = 1e-12;

    /// <summary>Vectorise(f)(examples) = the stack of f(example).</summary>
    internal static string? Values(GradientCase check) => OfChoices(check, (inputs, mapped) =>
    {
        Func<Tensor[], Tensor[]> f = x => [check.F(x)];
        return (Vectorise(f, mapped)(inputs), Loop(f, inputs, mapped));
    });

    /// <summary>The gradients of ⟨v, Vectorise(f)(examples)⟩ = the stack of those of ⟨v, f(example)⟩; for an input that all share, their sum. And so
    /// the gradients of ⟨u, those gradients⟩.</summary>
    internal static string? Gradients(GradientCase check) => OfChoices(check, (inputs, mapped) =>
    {
        Tensor y = Vectorise(x => [check.F(x)], mapped)(Leaves(inputs, out Tensor[] leaves))[0], v = Draw("v", y.Shape);
        Tensor[] first = Backward(y, v, leaves), u = [.. first.Select((g, i) => Draw($"u{i}", g.Shape))];
        return (
            [.. first, .. Backward(Along(first, u), null, leaves)],
            [.. OfEach(inputs, mapped, First), .. OfEach(inputs, mapped, (leaf, i) => Backward(Along(First(leaf, i), Example(u, mapped, i)), null, leaf))]);

        Tensor[] First(Tensor[] leaf, int i) => Backward(check.F(leaf), v[i], leaf);
    });

    /// <summary>The function calls Backward itself; then the gradients of ⟨u, those gradients⟩.</summary>
    internal static string? SecondGradients(GradientCase check) => OfChoices(check, (inputs, mapped) =>
    {
        Tensor v = Draw("v", check.F(check.Inputs).Shape);
        Tensor[] leaves, together = Vectorise(x => Inner(x), mapped)(Leaves(inputs, out leaves));
        Tensor[] u = [.. together.Select((g, i) => Draw($"u{i}", g.Shape))];
        return (
            [.. together, .. Backward(Along(together, u), null, leaves)],
            [.. Loop(Inner, inputs, mapped), .. OfEach(inputs, mapped, (leaf, i) => Backward(Along(Inner(leaf), [.. u.Select(each => each[i])]), null, leaf))]);

        Tensor[] Inner(Tensor[] x)
        {
            Tensor[] own = [.. x.Select(one => one.IsTracked ? one : one.Track())];
            Tensor y = check.F(own);
            if (!y.IsTracked) return own;
            Gradients gradients = y.Backward(v, createGraph: true);
            return [.. own.Select(leaf => gradients[leaf])];
        }
    });

    /// <summary>Vectorise(Vectorise(f)) of examples of examples: all inputs twice; and the first in the outer, the others in the inner function.</summary>
    internal static string? Nested(GradientCase check)
    {
        Func<Tensor[], Tensor[]> f = x => [check.F(x)];
        int count = check.Inputs.Length;
        Tensor[] twice = [.. check.Inputs.Select(x => Tensor.Stack([Stack(x, 0), Stack(x, 1)]))];
        if (Compare(check, "nested", Vectorise(Vectorise(f))(twice), Loop(x => Loop(f, x, All(count)), twice, All(count))) is { } failure) return failure;
        if (count == 1) return null;
        bool[] first = [.. All(count).Select((_, i) => i == 0)], others = [.. first.Select(mapped => !mapped)];
        Tensor[] crossed = [.. check.Inputs.Select(x => Stack(x, 0))];
        return Compare(check, "crossed", Vectorise(Vectorise(f, others), first)(crossed), Loop(x => Loop(f, x, others), crossed, first));
    }

    /// <summary>No examples: a result of none in the right shape and dtype, and gradients of zeros.</summary>
    internal static string? Nothing(GradientCase check) => OfChoices(check, (inputs, mapped) =>
    {
        Tensor[] none = Leaves([.. inputs.Select((x, i) => mapped[i] ? x[..0] : x)], out Tensor[] leaves);
        Tensor y = Vectorise(x => [check.F(x)], mapped)(none)[0], one = check.F(check.Inputs);
        Tensor[] expected = [Tensor.Zeros([0, .. one.Shape], one.DType), .. none.Select(x => Tensor.Zeros(x.Shape, DType.Float64))];
        return ([y.StopGradient(), .. Backward(y, Tensor.Zeros(y.Shape, y.DType), leaves)], expected);
    });

    private static string? OfChoices(GradientCase check, Func<Tensor[], bool[], (Tensor[] Got, Tensor[] Expected)> run)
    {
        int count = check.Inputs.Length;
        IEnumerable<bool[]> choices = Enumerable.Range(0, count).Select(one => Enumerable.Range(0, count).Select(i => i == one).ToArray());
        foreach (bool[] mapped in count == 1 ? choices : choices.Append(All(count)))
        {
            (Tensor[] got, Tensor[] expected) = run([.. check.Inputs.Select((x, i) => mapped[i] ? Stack(x, i) : x)], mapped);
            if (Compare(check, $"input {string.Join(" and ", mapped.Index().Where(each => each.Item).Select(each => each.Index))} mapped", got, expected) is { } failure) return failure;
        }
        return null;
    }

    private static bool[] All(int count) => [.. Enumerable.Repeat(true, count)];

    // Other numbers of the same domain: those of the point go round, and those of floats shrink a little. Every other batch is not contiguous.
    private static Tensor Stack(Tensor x, int seed)
    {
        Tensor[] each = [.. Enumerable.Range(0, Examples).Select(i => Turned(x, seed + i))];
        if (seed % 2 == 0) return Tensor.Stack(each);
        return Tensor.Stack(each, -1).Permute([x.Rank, .. Enumerable.Range(0, x.Rank)]);
    }

    private static Tensor Turned(Tensor x, int places)
    {
        Tensor row = x.Flatten();
        int cut = x.Count == 0 ? 0 : places % x.Count;
        Tensor turned = Tensor.Concat([row[cut..], row[..cut]]).Reshape(x.Shape);
        return x.DType.IsFloat() ? turned * (1 - places / 16.0) : turned;
    }

    private static Tensor[] Example(Tensor[] inputs, bool[] mapped, int i) => [.. inputs.Select((x, input) => mapped[input] ? x[i] : x)];

    private static Tensor[] Loop(Func<Tensor[], Tensor[]> f, Tensor[] inputs, bool[] mapped)
    {
        int count = inputs[Array.IndexOf(mapped, true)].Shape[0];
        Tensor[][] each = [.. Enumerable.Range(0, count).Select(i => f(Example(inputs, mapped, i)))];
        return [.. Enumerable.Range(0, each[0].Length).Select(result => Tensor.Stack([.. each.Select(results => results[result].StopGradient())]))];
    }

    // Gradients at each example by itself: stacked where the input is mapped, summed where it is shared.
    private static Tensor[] OfEach(Tensor[] inputs, bool[] mapped, Func<Tensor[], int, Tensor[]> gradients)
    {
        Tensor[][] each = [.. Enumerable.Range(0, Examples).Select(i =>
        {
            Tensor[] own = Leaves(Example(inputs, mapped, i), out Tensor[] leaves);
            return gradients(own, i);
        })];
        return [.. inputs.Select((_, input) => Tensor.Stack([.. each.Select(one => one[input])])).Select((stack, input) => mapped[input] ? stack : stack.Sum(0))];
    }

    private static Tensor[] Leaves(Tensor[] inputs, out Tensor[] leaves) => leaves = [.. inputs.Select(x => x.DType.IsFloat() ? x.Track() : x)];

    private static Tensor[] Backward(Tensor y, Tensor? v, Tensor[] leaves)
    {
        Gradients? gradients = y.IsTracked ? y.Backward(v ?? Tensor.Scalar(1, y.DType), createGraph: true) : null;
        return [.. leaves.Select(leaf => gradients is not null && leaf.IsTracked ? gradients[leaf] : Tensor.Zeros(leaf.Shape, DType.Float64))];
    }

    private static Tensor Along(Tensor[] gradients, Tensor[] u) => gradients.Select((g, i) => (g * u[i]).Sum()).Aggregate((sum, term) => sum + term);

    private static Tensor Draw(string name, Shape shape) => new RandomStream(13, name).Normal(shape, dtype: DType.Float64);

    private static string? Compare(GradientCase check, string which, Tensor[] got, Tensor[] expected)
    {
        for (int result = 0; result < expected.Length; result++)
        {
            (Tensor a, Tensor b) = (got[result], expected[result]);
            if (a.Shape != b.Shape || a.DType != b.DType) return $"{check}, {which}: result {result} is {a.DType} {a.Shape}, the loop gives {b.DType} {b.Shape}";
            double[] x = a.To(DType.Float64).ToArray<double>(), y = b.To(DType.Float64).ToArray<double>();
            double size = Math.Max(1, y.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max());
            int wrong = Enumerable.Range(0, x.Length).FirstOrDefault(i => !(x[i].Equals(y[i]) || Math.Abs(x[i] - y[i]) <= Tolerance * size), -1);
            if (wrong >= 0) return string.Create(CultureInfo.InvariantCulture, $"{check}, {which}: result {result} {a.Shape}, element {wrong}: {x[wrong]:R}, the loop gives {y[wrong]:R}");
        }
        return null;
    }
}
