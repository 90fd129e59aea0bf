using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

public class InitialiserTests
{
    private const int Inputs = 300;
    private const int Outputs = 100;

    // 30,000 draws: the standard deviation of a sample deviation is below 0.5 % for both laws; four of them.
    private const double RelativeTolerance = 0.02;

    public static TheoryData<string> Names => ["he", "he uniform", "glorot", "glorot uniform", "lecun", "lecun uniform", "normal", "uniform"];

    private static (Initialiser Initialiser, double Deviation, bool IsUniform) Case(string name) => name switch
    {
        "he" => (Initialiser.He, Math.Sqrt(2.0 / Inputs), false),
        "he uniform" => (Initialiser.HeUniform, Math.Sqrt(2.0 / Inputs), true),
        "glorot" => (Initialiser.GlorotNormal, Math.Sqrt(2.0 / (Inputs + Outputs)), false),
        "glorot uniform" => (Initialiser.GlorotUniform, Math.Sqrt(2.0 / (Inputs + Outputs)), true),
        "lecun" => (Initialiser.LeCun, Math.Sqrt(1.0 / Inputs), false),
        "lecun uniform" => (Initialiser.LeCunUniform, Math.Sqrt(1.0 / Inputs), true),
        "normal" => (Initialiser.Normal(0.7), 0.7, false),
        _ => (Initialiser.Uniform(-0.5, 0.5), Math.Sqrt(1.0 / 12), true),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void The_draws_have_the_published_deviation_and_law(string name)
    {
        (Initialiser initialiser, double deviation, bool isUniform) = Case(name);
        Tensor w = initialiser.Draw([Inputs, Outputs], Stream(name), DType.Float64);
        double found = Math.Sqrt(w.Square().Mean().Item());
        Assert.InRange(found / deviation, 1 - RelativeTolerance, 1 + RelativeTolerance);
        Assert.InRange(w.Mean().Item(), -0.025 * deviation, 0.025 * deviation);
        double largest = w.Abs().Max().Item() / deviation;
        if (isUniform) Assert.InRange(largest, 0.99 * Math.Sqrt(3), Math.Sqrt(3));
        else Assert.InRange(largest, 3, 6);
    }

    [Fact]
    public void The_gain_replaces_the_initialisers_own()
    {
        double[] unit = Initialiser.LeCun.Draw([4, 3], Stream()).Numbers();
        Near(unit, Initialiser.He.WithGain(1).Draw([4, 3], Stream()).Numbers(), 0);
        Near([.. unit.Select(x => x * 5 / 3)], Initialiser.LeCun.WithGain(Activation.Tanh.Gain).Draw([4, 3], Stream()).Numbers(), 1e-6);
        Assert.Equal([2.5, 2.5], Initialiser.Constant(2.5).Draw([1, 2], Stream()).Numbers());
    }

    [Theory]
    [InlineData(40, 40)]
    [InlineData(60, 25)]
    [InlineData(25, 60)]
    public void Orthogonal_columns_or_rows_are_orthonormal(int rows, int columns)
    {
        Tensor w = Initialiser.Orthogonal.Draw([rows, columns], Stream(), DType.Float64);
        Tensor product = rows >= columns ? w.Transpose().MatMul(w) : w.MatMul(w.Transpose());
        Assert.True((product - Tensor.Eye(Math.Min(rows, columns), DType.Float64)).Abs().Max().Item() < 1e-13);
        Tensor twice = Initialiser.Orthogonal.WithGain(2).Draw([rows, columns], Stream(), DType.Float64);
        Near((w * 2).Numbers(), twice.Numbers(), 0);
    }

    [Fact]
    public void He_keeps_the_mean_square_through_many_relu_layers()
    {
        Tensor x = Stream("x").Normal([64, 200]);
        for (int layer = 0; layer < 10; layer++) x = x.MatMul(Initialiser.He.Draw([200, 200], Stream($"layer {layer}"))).Relu();
        Assert.InRange(2 * x.Square().Mean().Item(), 0.3, 3);       // 2: ReLU keeps half of the squares; at gain 1 this would be 2^-10
    }

    [Fact]
    public void Other_shapes_ask_for_the_fans()
    {
        Assert.Throws<TensorException>(() => Initialiser.He.Draw([3, 4, 5], Stream()));
        Assert.Equal(new Shape([3, 4, 5]), Initialiser.He.Draw([3, 4, 5], 20, 15, Stream()).Shape);
    }
}
