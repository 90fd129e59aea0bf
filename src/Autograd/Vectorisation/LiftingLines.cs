using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Lifting;

namespace DeepPuzzles.Autograd;

/// <summary>How ops are applied to many examples at once: one line per op. The examples lie along axis 0, so axes of the op move up by one.</summary>
internal static partial class LiftingLines
{
    static LiftingLines()
    {
        // Moved elements.
        Rule<Copy>(static (op, x) => x.Copy());
        Rule<Move>(static (op, x) => x.MoveTo(op.Device));
        Rule<Cast>(static (op, x) => x.To(op.DType));
        Rule<Stop>(static (op, x) => x);        // a constant for one example is one for all: see Replay
        Rule<Expand>(static (op, x) => x.Reshape(WithRank(x, op.Shape.Rank + 1)).Expand(OfEach(x.Shape[0], op.Shape)));
        Rule<Reshape>(static (op, x) => x.Reshape(OfEach(x.Shape[0], op.Shape)));
        Rule<Permute>(static (op, x) => x.Permute([0, .. op.Axes.Select(axis => axis + 1)]));
        Rule<Section>(static (op, x) => x.Take(SectionOfEach(x.Shape[0], op)));
        Rule<Embed>(static (op, x) => x.EmbedIn(OfEach(x.Shape[0], op.Shape), SectionOfEach(x.Shape[0], op.Section)));
        RuleOfMany<Concat>(static (op, x) => Tensor.Concat([.. Enumerable.Range(0, x.Count).Select(x.Each)], op.Axis + 1));
        RuleOfMany<Choose>(static (op, x) => Tensor.Where(x[0], x[1], x[2]));
        RuleOfMany<GatherAlong>(static (op, x) => x.Each(0).Gather(x.Each(1), op.Axis + 1));
        RuleOfMany<ScatterAlong>(static (op, x) => x.Each(0).ScatterAdd(x.Each(1), op.Axis + 1, op.Size));

        // Products: leading axes of matrices broadcast.
        RuleOfMany<MatrixProduct>(static (op, x) => x[0].MatMul(x[1]));
        RuleOfMany<Affine>(static (op, x) => LiftingForms.Affine(op.Activation)(x[0], x[1], x.IsLifted(2) ? x[2].Unsqueeze(1) : x[2]));

        // Reductions.
        Reduction<Sum>(static (x, axes) => x.Sum(axes, keepDims: true));
        Reduction<Prod>(static (x, axes) => x.Product(axes, keepDims: true));
        Reduction<Max>(static (x, axes) => x.Max(axes, keepDims: true));
        Reduction<Min>(static (x, axes) => x.Min(axes, keepDims: true));
        Position<ArgMax>(static (x, axis) => x.ArgMax(axis, keepDims: true));
        Position<ArgMin>(static (x, axis) => x.ArgMin(axis, keepDims: true));

        // Along one axis.
        Rule<CumulativeSum>(static (op, x) => x.CumulativeSum(op.Axis + 1));
        Rule<CumulativeProduct>(static (op, x) => x.CumulativeProduct(op.Axis + 1));
        Rule<ArgSort>(static (op, x) => x.ArgSort(op.Axis + 1, op.Descending));

        Convolutions();
        Matrices();
        Transforms();

        NoLifting<Example>("it is an example of a function that was vectorised before, and left it");
        NoLifting<Uniform>("a draw has no input; all examples share it");
        NoLifting<Normal>("a draw has no input; all examples share it");
        const string inPlace = "it changes a cell in place";
        NoLifting<Descent>(inPlace);
        NoLifting<Momentum>(inPlace);
        NoLifting<Nesterov>(inPlace);
        NoLifting<AdaptiveMoments>(inPlace);
        NoLifting<RootMeanSquare>(inPlace);
        NoLifting<RootMeanSquareMomentum>(inPlace);
    }

    // The axes that were reduced are those that are gone or have become 1; axes of 1 that stayed may be reduced again or not.
    private static void Reduction<TOp>(Func<Tensor, int[], Tensor> reduce)
        where TOp : struct, IReduction => RuleOfMany<TOp>((op, x) => reduce(x[0], Reduced(x)).Reshape(OfEach(x.Examples, x.Result)));

    private static void Position<TOp>(Func<Tensor, int, Tensor> find)
        where TOp : struct, IArgReduction => RuleOfMany<TOp>((op, x) =>
        {
            int[] axes = Reduced(x);
            return find(x[0], axes.Length > 0 ? axes[0] : x.Result.Sizes.IndexOf(1) + 1);        // an axis of 1, whichever: position 0
        });

    private static int[] Reduced(LiftedInputs x)
    {
        ReadOnlySpan<int> from = x[0].Shape.Sizes[1..], to = x.Result.Sizes;
        int gone = from.Length - to.Length;
        var axes = new List<int>();
        for (int axis = 0; axis < from.Length; axis++)
        {
            if (axis < gone || (to[axis - gone] == 1 && from[axis] != 1)) axes.Add(axis + 1);
        }
        return [.. axes];
    }

    // As many new axes of 1 after that of the examples as make the rank.
    private static Shape WithRank(Tensor x, int rank)
    {
        Span<int> sizes = stackalloc int[rank];
        sizes.Fill(1);
        sizes[0] = x.Shape.Sizes[0];
        x.Shape.Sizes[1..].CopyTo(sizes[(rank - x.Rank + 1)..]);
        return new Shape(sizes);
    }

    private static Section SectionOfEach(int examples, Section section) =>
        new([0, .. section.Start], [1, .. section.Step], OfEach(examples, section.Shape));
}
