using FsCheck;
using FsCheck.Fluent;

namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>A start shape, then views and rearrangements one after the other; shrunk by leaving out steps and making numbers smaller.</summary>
internal sealed record ArrayChain(int[] Sizes, ArrayStep[] Steps)
{
    public override string ToString() =>
        $"[{string.Join(", ", Sizes)}]{string.Concat(Steps.Select(step => $" .{(step.Kind == ArrayKind.View ? step.View.Kind : step.Kind)}({step.View.A}, {step.View.B}, {step.View.C}, {step.View.D})"))}";

    internal static Arbitrary<ArrayChain> Any { get; } = Arb.From(
        from rank in Gen.Choose(0, 3)
        from sizes in Gen.Elements(1, 1, 2, 3, 4, 5).ArrayOf(rank)
        from count in Gen.Choose(0, 6)
        from steps in Step.ArrayOf(count)
        select new ArrayChain(sizes, steps),
        chain => chain.Smaller());

    private static Gen<ArrayStep> Step { get; } =
        from kind in Gen.Elements(Enum.GetValues<ArrayKind>())
        from view in Gen.Elements(Enum.GetValues<ViewKind>())
        from numbers in Gen.Choose(0, 30).ArrayOf(4)
        select new ArrayStep(kind, new ViewStep(view, numbers[0], numbers[1], numbers[2], numbers[3]));

    private IEnumerable<ArrayChain> Smaller()
    {
        for (int i = 0; i < Steps.Length; i++) yield return this with { Steps = [.. Steps[..i], .. Steps[(i + 1)..]] };
        for (int i = 0; i < Sizes.Length; i++)
        {
            yield return this with { Sizes = [.. Sizes[..i], .. Sizes[(i + 1)..]] };
            if (Sizes[i] > 1) yield return this with { Sizes = [.. Sizes[..i], Sizes[i] - 1, .. Sizes[(i + 1)..]] };
        }
        for (int i = 0; i < Steps.Length; i++)
        {
            ViewStep view = Steps[i].View;
            ViewStep[] simpler = [view with { A = view.A / 2 }, view with { B = view.B / 2 }, view with { C = view.C / 2 }, view with { D = view.D / 2 }];
            foreach (ViewStep each in simpler.Where(each => each != view)) yield return this with { Steps = [.. Steps[..i], Steps[i] with { View = each }, .. Steps[(i + 1)..]] };
        }
    }
}

/// <summary>Rearranging moves elements where index arithmetic says, whatever the layout it starts from, and is undone by its inverse.</summary>
public sealed class ArrayLaws
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(400);

    [Fact]
    public void A_chain_of_rearrangements_equals_the_chain_on_copies_and_on_plain_arrays() =>
        Prop.ForAll(ArrayChain.Any, chain =>
        {
            (Tensor x, Tensor copy, PlainArray plain) = Walk(chain);
            Assert.Equal(plain.Sizes, x.Shape.Sizes.ToArray());
            Assert.Equal(plain.Elements, x.ToArray<int>());
            Assert.Equal(plain.Elements, copy.ToArray<int>());
            Assert.Equal(plain.Elements.Count(element => element != 0), x.CountNonZero().Item());
            Assert.Equal(plain.Elements.Any(element => element != 0), x.Any().Item() == 1);
            Assert.Equal(plain.Elements.All(element => element != 0), x.All().Item() == 1);
        }).Check(s_config);

    /// <summary>The law's own test: a step that is wrong on the plain side is found and shrunk to itself, after at most the steps that make two
    /// elements of one.</summary>
    [Fact]
    public void A_planted_wrong_step_is_found_and_shrunk()
    {
        Exception found = Assert.ThrowsAny<Exception>(() => Prop.ForAll(ArrayChain.Any, chain =>
        {
            var plain = PlainArray.Count(chain.Sizes);
            Tensor x = Tensor.From(plain.Elements, chain.Sizes);
            foreach (ArrayStep step in chain.Steps)
            {
                (x, plain) = step.On(x, plain);
                if (step.Kind == ArrayKind.Roll && plain.Sizes.Length > 0) plain = plain with { Elements = [.. plain.Elements.Reverse()] };
            }
            return x.ToArray<int>().SequenceEqual(plain.Elements);
        }).Check(s_config.WithMaxTest(2000)));
        Assert.Matches(@"Shrunk:\n\[[^]]*\]( \.\w+\([^)]*\)){0,2} \.Roll\([^)]*\)\n", found.Message.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void What_inverses_undo_is_what_it_was() =>
        Prop.ForAll(ArrayChain.Any, chain =>
        {
            Tensor x = Walk(chain).Tensor;
            Same(x, x.Flip().Flip());
            Same(x, x.Roll(5).Roll(-5));
            for (int axis = 0; axis < x.Rank; axis++)
            {
                int size = x.Shape[axis], last = x.Rank - 1;
                Same(x, x.Flip(axis).Flip(axis - x.Rank));
                Same(x, x.Roll(3, axis).Roll(-3, axis));
                Same(x.Roll(3, axis), x.Roll(3 - 2 * size, axis));
                Same(x, x.MoveAxis(axis, last).MoveAxis(last, axis));
                Same(x, Tensor.Concat(x.Split([size / 3, size - size / 3], axis), axis));
                if (size > 0) Same(x, Tensor.Concat(x.Split(size, axis), axis));
                Same(x, x.Repeat(2, axis)[Whole(x.Rank, axis, Slice.Every(2))]);
            }
            (int Before, int After)[] widths = [.. Enumerable.Range(0, x.Rank).Select(axis => (axis % 3, (axis + 1) % 2))];
            Same(x, x.Pad(widths, -1)[[.. x.Shape.Zip(widths, (size, width) => Slice.Of(width.Before, width.Before + size))]]);
            Same(x, x.Tile([.. Enumerable.Repeat(2, x.Rank)])[[.. x.Shape.Select(size => Slice.Of(0, size))]]);
            if (x.Rank is 0 or > 6) return;
            Same(x, x.Diag().Diagonal());
            Same(x, x.Diag(-2).Diagonal(-2));
            if (x.Rank < 2) return;
            Same(x, x.UpperTriangle(1) + x.LowerTriangle());
            Assert.Equal(x.Diagonal().Sum(-1).ToArray<int>(), x.Trace().ToArray<int>());
        }).Check(s_config);

    private static (Tensor Tensor, Tensor Copy, PlainArray Plain) Walk(ArrayChain chain)
    {
        var plain = PlainArray.Count(chain.Sizes);
        Tensor x = Tensor.From(plain.Elements, chain.Sizes), copy = x;
        foreach (ArrayStep step in chain.Steps)
        {
            copy = step.On(copy.Copy(), plain).Tensor;
            (x, plain) = step.On(x, plain);
        }
        return (x, copy, plain);
    }

    private static void Same(Tensor expected, Tensor y)
    {
        Assert.Equal(expected.Shape, y.Shape);
        Assert.Equal(expected.ToArray<int>(), y.ToArray<int>());
    }

    private static Slice[] Whole(int rank, int axis, Slice slice) => [.. Enumerable.Range(0, rank).Select(each => each == axis ? slice : Slice.All)];
}
