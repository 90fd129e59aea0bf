using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Rules;

namespace DeepPuzzles.Autograd;

/// <summary>The calculus: one line per op.</summary>
internal static partial class Calculus
{
    /// <summary>2 / √π, the derivative of erf at 0.</summary>
    private const double ErfSlope = 1.1283791670955126;

    static Calculus()
    {
        // One operand.
        Rule(default(Negate), static (gy, x, y) => -gy);
        Rule(default(Abs), static (gy, x, y) => gy * x.Sign());
        Rule(default(Exp), static (gy, x, y) => gy * y);
        Rule(default(Log), static (gy, x, y) => gy / x);
        Rule(default(Log1P), static (gy, x, y) => gy / (x + 1));
        Rule(default(ExpM1), static (gy, x, y) => gy * (y + 1));
        Rule(default(Sqrt), static (gy, x, y) => gy / (y + y));
        Rule(default(Sin), static (gy, x, y) => gy * x.Cos());
        Rule(default(Cos), static (gy, x, y) => -gy * x.Sin());
        Rule(default(Reciprocal), static (gy, x, y) => -gy * y * y);
        Rule(default(Identity), static (gy, y) => gy);
        Rule(default(Tanh), static (gy, y) => (gy + gy * y) * (1 - y));       // keeps digits near ±1, where 1 - y² loses them
        Rule(default(Sigmoid), static (gy, y) => gy * y * (1 - y));
        Rule(default(Relu), static (gy, y) => gy.Zip(default(Gate), y));
        Rule(default(Softplus), static (gy, x, y) => gy * x.Sigmoid());
        Rule(default(Erf), static (gy, x, y) => gy * (-(x * x)).Exp() * ErfSlope);
        Rule<Scale>(static (op, gy, x, y) => gy * op.Factor);
        Rule<Shift>(static (op, gy, x, y) => gy);
        Rule<Clamp>(static (op, gy, x, y) => Only(x.Equal(y), gy));
        Rule<Power>(static (op, gy, x, y) => op.Exponent == 0 ? gy * 0 : gy * x.Pow(op.Exponent - 1) * op.Exponent);

        // Two operands of one shape. At a tie, maximum and minimum share the gradient.
        Rule(default(Add), static (gz, x, y, z) => gz, static (gz, x, y, z) => gz);
        Rule(default(Subtract), static (gz, x, y, z) => gz, static (gz, x, y, z) => -gz);
        Rule(default(Multiply), static (gz, x, y, z) => gz * y, static (gz, x, y, z) => gz * x);
        Rule(default(Divide), static (gz, x, y, z) => gz / y, static (gz, x, y, z) => -gz * z / y);
        Rule(default(Maximum), static (gz, x, y, z) => gz * Share(x, y), static (gz, x, y, z) => gz * Share(y, x));
        Rule(default(Minimum), static (gz, x, y, z) => gz * Share(y, x), static (gz, x, y, z) => gz * Share(x, y));
        RuleOfMany<Gate>(static (op, gz, inputs, i) => i == 0 ? gz.Zip(op, inputs[1]) : null);       // flat in y but for the jump at 0

        // Reductions, which keep the reduced axes as 1. Several largest elements share the gradient.
        Rule(default(Sum), static (gy, x, y) => gy.Expand(x.Shape));
        Rule(default(Max), static (gy, x, y) => Shared(gy, x, y));
        Rule(default(Min), static (gy, x, y) => Shared(gy, x, y));

        // Products and moved elements. Each is linear: its rule is its adjoint.
        Rule(default(MatrixProduct), static (gc, a, b, c) => gc.MatMul(b.Transpose()), static (gc, a, b, c) => a.Transpose().MatMul(gc));
        Rule(default(Copy), static (gy, x, y) => gy);
        Rule(default(Move), static (gy, x, y) => gy.MoveTo(x.Device));
        Rule(default(Cast), static (gy, x, y) => gy.To(x.DType));
        Rule(default(Expand), static (gy, x, y) => SumTo(gy, x.Shape));
        Rule(default(Reshape), static (gy, x, y) => gy.Reshape(x.Shape));
        Rule<Permute>(static (op, gy, x, y) => gy.Permute(Inverse(op.Axes.Sizes)));
        Rule<Section>(static (op, gy, x, y) => gy.EmbedIn(x.Shape, op));
        Rule<Embed>(static (op, gy, x, y) => gy.Take(op.Section));
        RuleOfMany<Concat>(static (op, gy, inputs, i) => gy.Take(Tensor.Stretch(gy.Shape, op.Axis, op.StartOf(inputs, i), inputs[i].Shape[op.Axis])));
        RuleOfMany<Choose>(static (op, gy, inputs, i) => i == 0 ? null : i == 1 ? Only(inputs[0], gy) : Tensor.Where(inputs[0], Zero(gy), gy));
        RuleOfMany<GatherAlong>(static (op, gy, inputs, i) => i == 0 ? gy.ScatterAdd(inputs[1], op.Axis, inputs[0].Shape[op.Axis]) : null);
        RuleOfMany<ScatterAlong>(static (op, gy, inputs, i) => i == 0 ? gy.Gather(inputs[1], op.Axis) : null);

        Rule(default(Marked), static (gy, x, y) => gy);

        Convolutions();
        Affines();
        Elementwise();
        Scans();
        Matrices();

        NoGradient<Less>("the result is a truth value");
        NoGradient<LessOrEqual>("the result is a truth value");
        NoGradient<Equal>("the result is a truth value");
        NoGradient<NotEqual>("the result is a truth value");
        NoGradient<ArgMax>("the result is a position");
        NoGradient<ArgMin>("the result is a position");
        NoGradient<ArgMaxWindows>("the result is a position");
        NoGradient<ArgSort>("the result is a position");
        NoGradient<Example>("a traced function begins there");
        NoGradient<Stop>("that is what it is for");
        NoGradient<Uniform>("a draw has no input");
        NoGradient<Normal>("a draw has no input");

        RowRules();
        LinearOps();
    }

    private static Tensor Zero(Tensor like) => Tensor.Scalar(0, like.DType, like.Device);

    private static Tensor Only(Tensor mask, Tensor gy) => Tensor.Where(mask, gy, Zero(gy));

    // 1 where x is the larger, ½ at a tie, 0 elsewhere.
    private static Tensor Share(Tensor x, Tensor y) => (x.Greater(y).To(x.DType) + x.GreaterOrEqual(y).To(x.DType)) * 0.5;

    private static Tensor Shared(Tensor gy, Tensor x, Tensor y)
    {
        Tensor chosen = x.Equal(y).To(x.DType);
        return chosen * (gy / SumTo(chosen, y.Shape));
    }

    // The adjoint of Expand: sums over the axes that were repeated.
    private static Tensor SumTo(Tensor gy, Shape shape)
    {
        int extra = gy.Rank - shape.Rank;
        Span<int> axes = stackalloc int[gy.Rank];
        int count = 0;
        for (int axis = 0; axis < gy.Rank; axis++)
        {
            if (axis < extra || (shape.Sizes[axis - extra] == 1 && gy.Shape.Sizes[axis] != 1)) axes[count++] = axis;
        }
        return count == 0 ? gy.Reshape(shape) : gy.Sum(axes[..count], keepDims: true).Reshape(shape);
    }

    private static int[] Inverse(ReadOnlySpan<int> axes)
    {
        var inverse = new int[axes.Length];
        for (int axis = 0; axis < axes.Length; axis++) inverse[axes[axis]] = axis;
        return inverse;
    }
}
