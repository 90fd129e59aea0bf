using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>Cases of elementwise ops whose jumps and cuts do not stand at fixed numbers, and of functions composed of them.</summary>
internal static class ElementwiseCases
{
    private const double Clearance = 0.05;

    /// <summary>By op.</summary>
    internal static readonly Dictionary<Type, GradientCase[]> ByOp = new()
    {
        [typeof(Remainder)] = Between("remainder", (x, y) => x.Remainder(y), OddEighths, Quarters),
        [typeof(FloorDivide)] = Between("floor divide", (x, y) => x.FloorDivide(y), OddEighths, Quarters),
        [typeof(Atan2)] = Between("atan2", Tensor.Atan2, OffTheAxes, OffTheAxes),
    };

    private static readonly Tensor s_whole = Tensor.From(2.0, 3, 0, -1, 1, -2);

    /// <summary>Functions of several ops, and points that the generic cases leave out.</summary>
    internal static readonly GradientCase[] Composed =
    [
        new("whole powers of numbers of both signs", x => x[0].Pow(s_whole.MoveTo(x[0].Device).To(x[0].DType)), [Tensor.From(-1.5, 2, -0.7, -2, -3, 1.2)]),
        new("whole powers of 0", x => x[0].Pow(Tensor.From(2.0, 1, 3, 0, 4).MoveTo(x[0].Device).To(x[0].DType)), [Tensor.Zeros([5], DType.Float64)]),
        new("powers of numbers to 0", x => x[0].Pow(x[1]), [Tensor.From(0.5, 2, 3), Tensor.Zeros([3], DType.Float64)]),
        new("tan far out", x => x[0].Tan(), [N("t", 5) * 0.2 + 314.1592653589793]),
        new("gelu", x => x[0].Gelu(), [N("g", 3, 4)]),
        new("gelu with tanh", x => x[0].GeluTanh(), [N("h", 4, 3).Transpose()]),
        new("silu", x => x[0].Silu(), [N("s", 7)]),
        new("leaky relu", x => x[0].LeakyRelu(0.2), [Tensor.From(-3.0, -0.2, 0.3, 5)]),
        new("elu", x => x[0].Elu(1.3), [Tensor.From(-3.0, -0.2, 0.3, 5, 800)]),
        new("hard tanh", x => x[0].HardTanh(), [Tensor.From(-3.0, -0.2, 0.3, 5)]),
        new("|tan|·sign", x => x[0].Tan().Abs() * x[0].Sign(), [N("a", 2, 3)]),
    ];

    private static Tensor N(string name, params int[] sizes) => Points.Normal("elementwise " + name, sizes);

    private static GradientCase[] Between(string name, Func<Tensor, Tensor, Tensor> f, Func<Tensor, Tensor> left, Func<Tensor, Tensor> right) =>
        [.. Points.Pairs((key, sizes) => left(N(name + " x " + key, sizes) * 2), (key, sizes) => right(N(name + " y " + key, sizes)))
            .Select(pair => new GradientCase($"{name} of {pair.Layout}", x => f(x[0], x[1]), [pair.X, pair.Y]))];

    // An odd number of eighths over quarters is odd over even: never whole, where the quotient jumps.
    private static Tensor OddEighths(Tensor x) => (x * 4).Round() * 0.25 + 0.125;

    private static Tensor Quarters(Tensor x)
    {
        Tensor quarters = (x * 4).Round();
        return (quarters + quarters.Equal(0).To(DType.Float64)) * 0.25;
    }

    private static Tensor OffTheAxes(Tensor x) => x + x.Sign() * Clearance;
}
