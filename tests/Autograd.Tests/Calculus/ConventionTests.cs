using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>Values of the activations, and gradients where a function has a kink or none: as PyTorch 1.13 gives them.</summary>
public sealed class ConventionTests
{
    private const double I = double.PositiveInfinity, N = double.NaN, Tolerance = 1e-14;

    private static readonly double[] s_points = [-6, -1.5, -0.25, 0, 0.5, 3, 20];

    private static readonly Dictionary<string, (Func<Tensor, Tensor> F, double[] Values, double[] Slopes)> s_activations = new()
    {
        ["gelu"] = (x => x.Gelu(),
            [-5.919525869479969e-09, -0.10021080190328704, -0.10032341857926907, 0, 0.34573123063700656, 2.99595030590511, 20],
            [-3.546870945402639e-08, -0.1274691922299796, 0.304626645116364, 0.5, 0.8674951246561629, 1.011945647204184, 1]),
        ["gelu, tanh"] = (x => x.GeluTanh(),
            [-8.43964897967453e-11, -0.10042842301976707, -0.100324649298315, 0, 0.34571400982514394, 2.996362607918227, 20],
            [-7.709976012836329e-10, -0.12771079315143308, 0.30464590484893955, 0.5, 0.8673699035346424, 1.0115841666309695, 1]),
        ["silu"] = (x => x.Silu(),
            [-0.014835738939808647, -0.2736382857095345, -0.10945587477855048, 0, 0.3112296656009273, 2.8577223804672998, 19.999999958776925],
            [-0.012326432591525513, -0.041294154299142946, 0.37628997842980233, 0.5, 0.7399611873026519, 1.0881041060151693, 1.0000000391619202]),
        ["leaky relu"] = (x => x.LeakyRelu(0.2), [-1.2, -0.3, -0.05, 0, 0.5, 3, 20], [0.2, 0.2, 0.2, 0.2, 1, 1, 1]),
        ["elu"] = (x => x.Elu(1.3),
            [-1.2967776221703338, -1.0099307918070413, -0.28755898200717367, 0, 0.5, 3, 20],
            [0.003222377829666266, 0.2900692081929588, 1.0124410179928265, 1.3, 1, 1, 1]),
        ["hard tanh"] = (x => x.HardTanh(), [-1, -1, -0.25, 0, 0.5, 1, 1], [0, 0, 1, 1, 1, 0, 0]),
    };

    public static TheoryData<string> Activations => [.. s_activations.Keys];

    [Theory]
    [MemberData(nameof(Activations))]
    public void Activation(string name)
    {
        (Func<Tensor, Tensor> f, double[] values, double[] slopes) = s_activations[name];
        Tensor x = Tensor.From<double>(s_points).Track(), y = f(x);
        Near(values, y.ToArray<double>());
        Near(slopes, y.Sum().Backward()[x].ToArray<double>());
        Tensor narrow = f(Tensor.From<double>(s_points).To(DType.Float32));
        Assert.All(values.Zip(narrow.To(DType.Float64).ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-6 * Math.Max(1, Math.Abs(pair.First))));
    }

    /// <summary>The side that is not chosen sends no NaN.</summary>
    [Fact]
    public void Elu_far_out_has_a_slope()
    {
        Tensor x = Tensor.From(-1e4, 1e4).Track();
        Assert.Equal([0, 1], x.Elu().Sum().Backward()[x].ToArray<double>());
    }

    [Fact]
    public void Powers_at_their_edges()
    {
        Tensor x = Tensor.From(0, 0, 0, -2, -2, 2, 3, I, 0).Track(), y = Tensor.From(0, 2, -1, 2, 0.5, 0, 1, 0, 0.5).Track();
        Gradients gradients = x.Pow(y).Sum().Backward();
        double[] atX = gradients[x].ToArray<double>(), atY = gradients[y].ToArray<double>();
        Assert.Equal([0, 0, -I, -4, N, 0, 1, 0, I], atX);
        Assert.Equal([0, 0, -I, N, N, Math.Log(2), 3 * Math.Log(3), I, 0], atY.Select((slope, i) => i is 5 or 6 && Math.Abs(slope / (i == 5 ? Math.Log(2) : 3 * Math.Log(3)) - 1) < Tolerance ? i == 5 ? Math.Log(2) : 3 * Math.Log(3) : slope));
    }

    [Fact]
    public void Steps_are_flat_and_remainders_rise()
    {
        Tensor x = Tensor.From(-1.5, -1, 0, 0.5, 2, 7).Track(), c = Tensor.Scalar(2, DType.Float64).Track();
        foreach (Func<Tensor, Tensor> step in new Func<Tensor, Tensor>[] { x => x.Sign(), x => x.Floor(), x => x.Ceiling(), x => x.Round(), x => x.Truncate(), x => x.FloorDivide(c), x => x.Round(1), x => x.Round(-1), x => (x * 1e300).Round(20) })
        {
            Assert.True(step(x).IsTracked);
            Assert.Equal(new double[6], (step(x) * 3).Sum().Backward()[x].ToArray<double>());
        }
        Gradients gradients = x.Remainder(c).Sum().Backward();
        Assert.Equal([1, 1, 1, 1, 1, 1], gradients[x].ToArray<double>());
        Assert.Equal(-(-1 - 1 + 0 + 0 + 1 + 3), gradients[c].Item());
    }

    private static void Near(double[] expected, double[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance * Math.Max(1, Math.Abs(pair.First))));

    /// <summary>Parts of a gradient are added in the order in which they come, that of the newest use first, at a leaf and at a result; so it has the same bits
    /// each time. Half an ULP of 1 is lost beside 1, and two of them are not.</summary>
    [Fact]
    public void The_parts_of_a_gradient_are_added_in_the_order_in_which_they_come()
    {
        const double Half = 1.0 / (1L << 53);
        foreach ((double[] factors, double expected) in new (double[], double)[] { ([1, Half, Half], 1 + 2 * Half), ([Half, Half, 1], 1) })
        {
            Tensor leaf = Tensor.From(1.0).Track(), result = leaf * 1;
            Assert.Equal(expected, Sum(leaf, factors).Backward()[leaf].Item());
            Assert.Equal(expected, Sum(result, factors).Backward()[leaf].Item());
        }

        static Tensor Sum(Tensor x, double[] factors)
        {
            Tensor[] uses = [.. factors.Select(factor => x * factor)];
            return uses[0] + uses[1] + uses[2];
        }
    }
}
