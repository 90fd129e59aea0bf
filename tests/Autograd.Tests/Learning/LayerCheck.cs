using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>⟨v, J u⟩ by central differences against ⟨Jᵀ v, u⟩ by Backward, as <see cref="Calculus.GradientCheck"/> does it, for functions whose
/// leaves are cells: the parameters of a layer, and its input in a cell too. A check returns the failure in words, or null.</summary>
internal static class LayerCheck
{
    private const double Step = 1e-6, RelativeTolerance = 1e-6;

    /// <summary>Values within some ten ULP of the truth, over the step.</summary>
    private const double Noise = 3e-15 / Step;

    /// <summary>First and second derivatives of a float64 function at the present values of cells.</summary>
    internal static string? Both(string name, Func<Tensor> f, params Parameter[] cells) => First(name, f, cells) ?? Second(name, f, cells);

    private static string? First(string name, Func<Tensor> f, Parameter[] cells)
    {
        var stream = new RandomStream(13, name);
        Tensor y = f();
        double[] v = stream.Normal(y.Shape, dtype: DType.Float64).ToArray<double>();
        Gradients gradients = y.Backward(Tensor.From(v, y.Shape));
        double[][] found = [.. cells.Select(cell => gradients[cell].ToArray<double>())];
        for (int i = 0; i < cells.Length; i++)
        {
            Tensor u = stream.Normal(cells[i].Shape, dtype: DType.Float64), start = cells[i].Value.StopGradient().Copy();
            double[] ahead = At(f, cells[i], start + u * Step), behind = At(f, cells[i], start - u * Step);
            cells[i].Update(start);
            double expected = 0, tolerance = 0;
            for (int k = 0; k < v.Length; k++)
            {
                double part = v[k] * (ahead[k] - behind[k]) / (2 * Step);
                expected += part;
                tolerance += RelativeTolerance * Math.Abs(part) + Noise * Math.Abs(v[k]) * (1 + Math.Abs(ahead[k]));
            }
            double got = found[i].Zip(u.ToArray<double>(), (a, b) => a * b).Sum();
            if (!(Math.Abs(got - expected) <= tolerance)) return $"{name}, {cells[i]}: Backward gives {got:R}, differences {expected:R} ± {tolerance:R}";
        }
        return null;
    }

    private static string? Second(string name, Func<Tensor> f, Parameter[] cells)
    {
        Tensor w = new RandomStream(14, name).Normal(f().Shape, dtype: DType.Float64);
        return Gradient().IsTracked ? First($"{name} (second order)", Gradient, cells) : null;      // of a linear function there is none

        Tensor Gradient()
        {
            Gradients gradients = f().Backward(w, createGraph: true);
            return Tensor.Concat([.. cells.Select(cell => gradients[cell].Flatten())]);
        }
    }

    private static double[] At(Func<Tensor> f, Parameter cell, Tensor value)
    {
        cell.Update(value);
        return f().ToArray<double>();
    }
}
