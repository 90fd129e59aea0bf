using System.Globalization;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>⟨v, J u⟩ by central differences against ⟨Jᵀ v, u⟩ by Backward, for random u and v. A check returns the failure in words, or null.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-6, ExactStep = 0.25;

    /// <summary>Relative to Σ |v·Ju|.</summary>
    private const double RelativeTolerance = 1e-6;

    /// <summary>Values within some 8 ULP of the truth make a central difference wrong by this much over the step.</summary>
    private const double RoundOff = 16 * 1.1e-16;

    /// <summary>Per unit of v: where a function has run flat, both derivatives are nothing but rounding.</summary>
    private const double AbsoluteTolerance = 1e-13;

    /// <summary>Elements looked through to name a wrong one.</summary>
    private const int Searched = 200;

    /// <summary>The gradients of ⟨v, f(x)⟩.</summary>
    internal static string? First(GradientCase check)
    {
        var stream = new RandomStream(11, check.Name);
        Tensor[] leaves = [.. check.Inputs.Select(x => x.Track())];
        Tensor y = check.F(leaves);
        Tensor v = Draw(stream, y.Shape, check.Exact);
        Gradients? gradients = y.IsTracked ? y.Backward(v) : null;
        for (int input = 0; input < leaves.Length; input++)
        {
            Tensor x = check.Inputs[input], gradient = gradients?[leaves[input]] ?? Tensor.Zeros(x.Shape, x.DType);
            if (gradient.Shape != x.Shape || gradient.DType != x.DType)
                return $"{check}: the gradient at input {input} is {gradient.DType} {gradient.Shape}, the input {x.DType} {x.Shape}";
            Tensor u = Draw(stream, x.Shape, check.Exact);
            (double expected, double tolerance) = Difference(check, input, u, v);
            double got = Dot(gradient, u);
            if (!(Math.Abs(got - expected) <= tolerance)) return Locate(check, input, gradient, v, got, expected);
        }
        return null;
    }

    /// <summary>The same of x, w ↦ the gradients of ⟨w, f(x)⟩: second derivatives, and that the rules themselves can be differentiated.</summary>
    internal static string? Second(GradientCase check)
    {
        int count = check.Inputs.Length;
        Tensor w = Draw(new RandomStream(12, check.Name), check.F(check.Inputs).Shape, check.Exact);
        return First(new GradientCase(check.Name + " (second order)", Gradient, [.. check.Inputs, w], check.Exact));

        Tensor Gradient(Tensor[] point)
        {
            Tensor[] leaves = [.. point.Select(x => x.IsTracked ? x : x.Track())];
            Gradients gradients = check.F(leaves[..count]).Backward(leaves[count], createGraph: true);
            return Tensor.Concat([.. leaves[..count].Select(leaf => gradients[leaf].Flatten())]);
        }
    }

    private static (double Value, double Tolerance) Difference(GradientCase check, int input, Tensor u, Tensor v)
    {
        double step = check.Exact ? ExactStep : Step;
        double[] ahead = At(step), behind = At(-step), weights = v.ToArray<double>();
        double value = 0, size = 0, noise = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            double part = weights[i] * (ahead[i] - behind[i]) / (2 * step);
            value += part;
            size += Math.Abs(part);
            noise += Math.Abs(weights[i]) * (AbsoluteTolerance + RoundOff / step * Math.Max(Math.Abs(ahead[i]), Math.Abs(behind[i])));
        }
        return (value, RelativeTolerance * size + noise);

        double[] At(double far)
        {
            Tensor[] moved = [.. check.Inputs];
            moved[input] = moved[input] + u * far;
            return check.F(moved).ToArray<double>();
        }
    }

    // Which element it is: the worst of the single partial derivatives.
    private static string Locate(GradientCase check, int input, Tensor gradient, Tensor v, double got, double expected)
    {
        double[] partials = gradient.ToArray<double>();
        (double Excess, int At, double Expected) worst = (double.NegativeInfinity, 0, 0);
        for (int i = 0; i < Math.Min(Searched, partials.Length); i++)
        {
            var one = new double[partials.Length];
            one[i] = 1;
            (double value, double tolerance) = Difference(check, input, Tensor.From(one, gradient.Shape), v);
            double excess = Math.Abs(partials[i] - value) / (tolerance + double.Epsilon);
            if (excess > worst.Excess || double.IsNaN(excess)) worst = (double.IsNaN(excess) ? double.PositiveInfinity : excess, i, value);
        }
        string index = string.Join(", ", Unravel(worst.At, gradient.Shape));
        return string.Create(CultureInfo.InvariantCulture,
            $"{check}: input {input} {gradient.Shape}, index [{index}]: Backward gives {partials[worst.At]:R}, differences {worst.Expected:R} (along u: {got:R} and {expected:R})");
    }

    private static int[] Unravel(int element, Shape shape)
    {
        var index = new int[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; axis--) (element, index[axis]) = int.DivRem(element, shape.Sizes[axis]);
        return index;
    }

    private static double Dot(Tensor x, Tensor y) => x.ToArray<double>().Zip(y.ToArray<double>(), (a, b) => a * b).Sum();

    private static Tensor Draw(RandomStream stream, Shape shape, bool exact)
    {
        Tensor x = stream.Normal(shape, dtype: DType.Float64);
        return exact ? (x * 4).To(DType.Int32).To(DType.Float64) * 0.25 : x;
    }
}
