using System.Globalization;
using DeepPuzzles.Autograd.Tests.Calculus;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Differentiation;

namespace DeepPuzzles.Autograd.Tests.Transforms;

/// <summary>The laws of forward mode on one case. A check returns the failure in words, or null.</summary>
internal static class TransformCheck
{
    private const double Step = 1e-6, ExactStep = 0.25;

    /// <summary>Of a central difference, relative to the largest element of J·u.</summary>
    private const double DifferenceTolerance = 1e-6;

    /// <summary>Values within some 8 ULP of the truth make a central difference wrong by this much over the step.</summary>
    private const double RoundOff = 16 * 1.1e-16;

    /// <summary>Where a function has run flat, both are nothing but rounding.</summary>
    private const double AbsoluteTolerance = 1e-13;

    /// <summary>Between two exact ways to one number, relative to the sum of sizes that it was made of.</summary>
    private const double ExactTolerance = 1e-11;

    /// <summary>Jvp(u), element by element, is the central difference along u.</summary>
    internal static string? Forward(GradientCase check)
    {
        (Tensor[] u, _) = Directions(check);
        (Tensor y, Tensor dy) = Jvp(check.F, check.Inputs, u);
        if (dy.Shape != y.Shape || dy.DType != y.DType) return $"{check}: the tangent is {dy.DType} {dy.Shape}, the output {y.DType} {y.Shape}";
        if (y.IsTracked || dy.IsTracked) return $"{check}: the inputs are constants, but a graph was kept";
        double step = check.Exact ? ExactStep : Step;
        double[] got = dy.ToArray<double>(), ahead = At(step), behind = At(-step);
        double[] expected = [.. ahead.Zip(behind, (a, b) => (a - b) / (2 * step))];
        double size = got.Concat(expected).Select(Math.Abs).DefaultIfEmpty().Max();
        double far = check.Inputs.SelectMany(x => x.ToArray<double>()).Select(Math.Abs).DefaultIfEmpty().Max();     // the step from there rounds too
        for (int i = 0; i < got.Length; i++)
        {
            double tolerance = DifferenceTolerance * size + AbsoluteTolerance + RoundOff / step * (Math.Max(Math.Abs(ahead[i]), Math.Abs(behind[i])) + far * size);
            if (!(Math.Abs(got[i] - expected[i]) <= tolerance)) return Words(check, "Jvp", i, got[i], "differences", expected[i]);
        }
        return null;

        double[] At(double t) => check.F([.. check.Inputs.Zip(u, (x, dx) => x + dx * t)]).ToArray<double>();
    }

    /// <summary>⟨v, Jvp(u)⟩ = ⟨Vjp(v), u⟩.</summary>
    internal static string? Adjoint(GradientCase check)
    {
        (Tensor[] u, Tensor v) = Directions(check);
        Tensor dy = Jvp(check.F, check.Inputs, u).Dy;
        Tensor[] dx = Vjp(check.F, check.Inputs).Pullback(v);
        (double left, double leftSize) = Dot([v], [dy]);
        (double right, double rightSize) = Dot(dx, u);
        return Math.Abs(left - right) <= ExactTolerance * (leftSize + rightSize) + AbsoluteTolerance ? null : Words(check, "⟨v, Jvp(u)⟩", 0, left, "⟨Vjp(v), u⟩", right);
    }

    /// <summary>Forward over reverse is reverse over reverse, for ⟨v, f(x)⟩; and forward over forward along u and u is ⟨u, H·u⟩.</summary>
    internal static string? SecondOrder(GradientCase check)
    {
        (Tensor[] u, Tensor v) = Directions(check);
        Tensor F(Tensor[] x) => (check.F(x) * v).Sum();
        Func<Tensor[], Tensor[]> gradient = Gradient(F);
        Tensor[] forward = HessianVector(F, check.Inputs, u);
        Tensor[] reverse = Gradient((Tensor[] x) => Sum(gradient(x).Zip(u, (g, along) => (g * along).Sum())))(check.Inputs);
        double size = forward.Concat(reverse).SelectMany(part => part.ToArray<double>()).Select(Math.Abs).DefaultIfEmpty().Max();
        for (int input = 0; input < forward.Length; input++)
        {
            double[] left = forward[input].ToArray<double>(), right = reverse[input].ToArray<double>();
            for (int i = 0; i < left.Length; i++)
            {
                if (!(Math.Abs(left[i] - right[i]) <= ExactTolerance * size + AbsoluteTolerance)) return Words(check, $"input {input}: forward over reverse", i, left[i], "reverse over reverse", right[i]);
            }
        }
        double twice = Jvp((Tensor[] x) => Jvp(F, x, u).Dy, check.Inputs, u).Dy.Item();
        (double curvature, double curvatureSize) = Dot(forward, u);
        return Math.Abs(twice - curvature) <= ExactTolerance * (curvatureSize + size) + AbsoluteTolerance ? null : Words(check, "forward over forward", 0, twice, "⟨u, H·u⟩", curvature);
    }

    private static Tensor Sum(IEnumerable<Tensor> terms) => terms.Aggregate((x, y) => x + y);

    private static (double Value, double Size) Dot(Tensor[] x, Tensor[] y)
    {
        double[] terms = [.. x.Zip(y, (a, b) => (a * b).ToArray<double>()).SelectMany(part => part)];
        return (terms.Sum(), terms.Sum(Math.Abs));
    }

    private static (Tensor[] U, Tensor V) Directions(GradientCase check)
    {
        var stream = new RandomStream(21, check.Name);
        return ([.. check.Inputs.Select(x => Draw(x.Shape))], Draw(check.F(check.Inputs).Shape));

        Tensor Draw(Shape shape)
        {
            Tensor x = stream.Normal(shape, dtype: DType.Float64);
            return check.Exact ? (x * 4).To(DType.Int32).To(DType.Float64) * 0.25 : x;
        }
    }

    private static string Words(GradientCase check, string left, int element, double got, string right, double expected) =>
        string.Create(CultureInfo.InvariantCulture, $"{check}: element {element}: {left} gives {got:R}, {right} {expected:R}");
}
