using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// Elementwise ops of two operands beyond the operators.
public sealed partial class Tensor
{
    /// <summary>x - ⌊x / y⌋·y, after broadcasting, with the sign of y, as NumPy's mod. Where y is 0: NaN, and 0 for int32.</summary>
    public Tensor Remainder(Tensor divisor) => Zip(default(Remainder), Given(divisor));

    /// <summary>x - ⌊x / c⌋·c, with the sign of c; for int32 a whole c.</summary>
    public Tensor Remainder(double divisor) => Remainder(Constant(Kernels.Remainder.Name, divisor));

    /// <summary>⌊x / y⌋, after broadcasting. Where y is 0: x / y, and 0 for int32; the lowest int32 over -1 is itself. The gradient is 0.</summary>
    public Tensor FloorDivide(Tensor divisor) => Zip(default(FloorDivide), Given(divisor));

    /// <summary>⌊x / c⌋; for int32 a whole c.</summary>
    public Tensor FloorDivide(double divisor) => FloorDivide(Constant(Kernels.FloorDivide.Name, divisor));

    /// <summary>The angle of the point (x, y) in radians, from -π to π, after broadcasting; zeros count with their signs, as in C. float32 and float64.</summary>
    public static Tensor Atan2(Tensor y, Tensor x) => Given(y).RequireFloat(Kernels.Atan2.Name).Zip(default(Atan2), Given(x));

    /// <summary>Either x or y, not both, element by element; bool.</summary>
    public static Tensor operator ^(Tensor x, Tensor y)
    {
        (x, y) = Truths("xor", Given(x), Given(y));
        return x.NotEqual(y);
    }
}
