using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>Where derivatives are checked: numbers of an op's domain away from its kinks, in every layout.</summary>
internal static class Points
{
    private const double KinkDistance = 0.05;

    /// <summary>Normal numbers.</summary>
    internal static Tensor Normal(string name, params int[] sizes) => new RandomStream(3, name).Normal(sizes, dtype: DType.Float64);

    /// <summary>Multiples of 1/4.</summary>
    internal static Tensor Quarters(params int[] sizes) => new RandomStream(4, "quarters").Integers(sizes, 40).To(DType.Float64) * 0.25 - 5;

    /// <summary>Uniform numbers of the domain, none nearer to a kink than the distance.</summary>
    internal static Tensor Inside(OpRecord record, double[] kinks, string name, params int[] sizes)
    {
        double[] x = new RandomStream(5, name).Uniform(sizes, record.Low, record.High, DType.Float64).ToArray<double>();
        for (int i = 0; i < x.Length; i++)
        {
            foreach (double kink in kinks)
            {
                if (Math.Abs(x[i] - kink) < KinkDistance) x[i] = kink + 2 * KinkDistance;
            }
        }
        return Tensor.From(x, sizes);
    }

    /// <summary>Numbers of the domain on a grid of 0.2 plus a shift; two grids shifted by 0 and 0.1 never come nearer than 0.1.</summary>
    internal static Tensor OnGrid(OpRecord record, double shift, string name, params int[] sizes)
    {
        Tensor cell = new RandomStream(6, name).Integers(sizes, (int)((record.High - record.Low) / 0.2) - 1);
        return cell.To(DType.Float64) * 0.2 + (record.Low + shift);
    }

    /// <summary>One shape each: a number, a vector, a matrix, transposed, sliced backwards, broadcast, nothing, three axes.</summary>
    internal static IEnumerable<(string Layout, Tensor X)> Layouts(Func<string, int[], Tensor> draw)
    {
        yield return ("[]", draw("a", []));
        yield return ("[7]", draw("b", [7]));
        yield return ("[3, 4]", draw("c", [3, 4]));
        yield return ("[3, 4] transposed", draw("d", [4, 3]).Transpose());
        yield return ("[3, 4] sliced backwards", draw("e", [6, 9])[Slice.Every(2), Slice.Of(8, 0, -2)]);
        yield return ("[3, 4] broadcast", draw("f", [1, 4]).Expand([3, 4]));
        yield return ("[0, 3]", draw("g", [0, 3]));
        yield return ("[2, 1, 3]", draw("h", [2, 1, 3]));
    }

    /// <summary>Pairs of shapes that broadcast, some strided, some empty, some single numbers.</summary>
    internal static IEnumerable<(string Layout, Tensor X, Tensor Y)> Pairs(Func<string, int[], Tensor> x, Func<string, int[], Tensor> y)
    {
        yield return ("[3, 4] and [3, 4]", x("a", [3, 4]), y("b", [3, 4]));
        yield return ("[3, 1] and [4]", x("c", [3, 1]), y("d", [4]));
        yield return ("[] and [2, 3]", x("e", []), y("f", [2, 3]));
        yield return ("[2, 3] and []", x("g", [2, 3]), y("h", []));
        yield return ("[] and []", x("i", []), y("j", []));
        yield return ("[3, 4] transposed and [3, 4] sliced backwards", x("k", [4, 3]).Transpose(), y("l", [3, 8])[.., Slice.Every(-2)]);
        yield return ("[2, 3] broadcast and [1, 2, 3]", x("m", [3]).Expand([2, 3]), y("n", [1, 2, 3]));
        yield return ("[0, 3] and [3]", x("o", [0, 3]), y("p", [3]));
        yield return ("[1] and [0]", x("q", [1]), y("r", [0]));
    }
}
