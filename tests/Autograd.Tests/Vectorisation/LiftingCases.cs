using DeepPuzzles.Autograd.Tests.Calculus;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Vectorisation;

/// <summary>Functions without derivatives, or without all of them, which the laws of the calculus do not see.</summary>
internal static class LiftingCases
{
    private static readonly Tensor s_numbers = Tensor.From([3, -1, 4, 1, -5, 9], [2, 3]), s_mask = Tensor.From([true, false, true, true, false, false], [2, 3]);

    private static Tensor N(string name, params int[] sizes) => Points.Normal($"lifting {name}", sizes);

    /// <summary>Truth values, whole numbers and positions; labels and masks that differ from example to example.</summary>
    internal static readonly GradientCase[] WithoutGradient =
    [
        new("comparisons", x => Tensor.Stack([x[0].Less(x[1]), x[0].LessOrEqual(x[1]), x[0].Greater(x[1]), x[0].Equal(x[1]), x[0].NotEqual(x[1])]), [s_numbers, s_numbers.Transpose().Reshape(2, 3)]),
        new("a comparison that broadcasts", x => x[0].Less(x[1]), [N("a", 3, 1), N("b", 4)]),
        new("and, or, not", x => (x[0] & !x[1]) | x[1], [s_mask, !s_mask]),
        new("arg-max over 0", x => x[0].ArgMax(0), [N("c", 3, 4)]),
        new("arg-min over -1, kept", x => x[0].ArgMin(-1, keepDims: true), [N("d", 3, 4).Transpose()]),
        new("arg-max over an axis of 1", x => x[0].ArgMax(1), [N("e", 3, 1, 2)]),
        new("arg-max of ones only", x => x[0].ArgMax(0), [N("f", 1, 1)]),
        new("to int32, to bool and back", x => x[0].To(DType.Int32).To(DType.Bool).To(DType.Float32), [N("g", 2, 3) * 2]),
        new("whole numbers", x => (x[0] * x[1] - x[0].Max(1, keepDims: true)).Abs() + x[0].Sum(), [s_numbers, s_numbers + 2]),
        new("sign", x => x[0].Sign(), [N("h", 5)]),
        new("one-hot", x => Tensor.OneHot(x[0], 4, DType.Float64), [Tensor.From(2, 0, 3)]),
        new("one-hot truth values of one label", x => Tensor.OneHot(x[0], 4, DType.Bool), [Tensor.Scalar(1, DType.Int32)]),
        new("where, of a mask alone", x => Tensor.Where(x[0], s_numbers, s_numbers * 2), [s_mask]),
        new("gather at other places", x => x[0].Gather(x[1], 1), [N("i", 2, 3), Tensor.From([2, 0, 1, 1], [2, 2])]),
        new("scatter-add at other places", x => x[0].ScatterAdd(x[1], 0, 3), [N("j", 2, 2), Tensor.From([2, 0, 1, 1], [2, 2])]),
        new("rows in another order", x => x[0].Rows(x[1]), [N("k", 3, 2), Tensor.From(2, 0, 1, 1)]),
        new("cross-entropy at other labels", x => x[0].CrossEntropy(x[1]), [N("l", 3, 4), Tensor.From(2, 0, 3)]),
        new("places of the largest", x => x[0].ArgMaxPool(2, stride: 1, padding: 1), [N("m", 2, 2, 3, 4)]),
        new("a constant of the example", x => x[0].Track().StopGradient() * 2, [N("n", 3)]),
        new("a constant and itself", x => x[0].StopGradient() * x[0], [N("t", 3)]),
        new("made in a pause", x => InPause(() => x[0].Exp()) * x[0], [N("o", 3)]),
        new("tracked anew", x => x[0].Track().Sin() * x[0], [N("r", 3)]),
        new("a gradient that is a constant", x => GradientOfSquares(x[0]) * x[0], [N("s", 3)]),
        new("shared by all", x => x[0] + N("q", 3).Sin(), [N("p", 3)]),
    ];

    private static Tensor GradientOfSquares(Tensor x)
    {
        Tensor leaf = x.Track();
        return leaf.Square().Sum().Backward()[leaf];
    }

    private static Tensor InPause(Func<Tensor> f)
    {
        using Tracking.Scope pause = Tracking.Pause();
        return f();
    }
}
