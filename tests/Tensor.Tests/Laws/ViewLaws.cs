using FsCheck;
using FsCheck.Fluent;

namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>A start shape and views, one after the other; printed as the shape and the steps, shrunk by leaving out steps and making numbers smaller.</summary>
internal sealed record ViewChain(int[] Sizes, ViewStep[] Steps)
{
    public override string ToString() => $"[{string.Join(", ", Sizes)}]{string.Concat(Steps.Select(step => $" .{step.Kind}({step.A}, {step.B}, {step.C}, {step.D})"))}";

    internal static Arbitrary<ViewChain> Any { get; } = Arb.From(
        from sizes in Gen.Choose(0, 5).Select(size => size == 0 ? 1 : size).ArrayOf().Where(sizes => sizes.Length <= 4)
        from steps in Step.ArrayOf().Where(steps => steps.Length <= 8)
        select new ViewChain(sizes, steps),
        chain => chain.Smaller());

    private static Gen<ViewStep> Step { get; } =
        from kind in Gen.Elements(Enum.GetValues<ViewKind>())
        from numbers in Gen.Choose(0, 30).ArrayOf(4)
        select new ViewStep(kind, numbers[0], numbers[1], numbers[2], numbers[3]);

    private IEnumerable<ViewChain> Smaller()
    {
        for (int i = 0; i < Steps.Length; i++) yield return this with { Steps = [.. Steps[..i], .. Steps[(i + 1)..]] };
        for (int i = 0; i < Sizes.Length; i++)
        {
            yield return this with { Sizes = [.. Sizes[..i], .. Sizes[(i + 1)..]] };
            if (Sizes[i] > 1) yield return this with { Sizes = [.. Sizes[..i], Sizes[i] - 1, .. Sizes[(i + 1)..]] };
        }
        for (int i = 0; i < Steps.Length; i++)
        {
            ViewStep step = Steps[i];
            ViewStep[] simpler = [step with { A = step.A / 2 }, step with { B = step.B / 2 }, step with { C = step.C / 2 }, step with { D = step.D / 2 }];
            foreach (ViewStep each in simpler.Where(each => each != step)) yield return this with { Steps = [.. Steps[..i], each, .. Steps[(i + 1)..]] };
        }
    }
}

/// <summary>Views are a matter of memory alone: whatever their chain, the elements are those of copies and of plain index arithmetic.</summary>
public sealed class ViewLaws
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void A_chain_of_views_equals_the_chain_on_copies_and_on_plain_arrays() =>
        Prop.ForAll(ViewChain.Any, chain =>
        {
            var plain = PlainArray.Count(chain.Sizes);
            Tensor view = Tensor.From(plain.Elements, chain.Sizes), copy = view;
            foreach (ViewStep step in chain.Steps)
            {
                copy = step.On(copy.Copy(), plain).View;
                (view, plain) = step.On(view, plain);
            }
            Assert.Equal(plain.Sizes, view.Shape.Sizes.ToArray());
            Assert.Equal(plain.Elements, view.ToArray<int>());
            Assert.Equal(plain.Elements, copy.ToArray<int>());
            Assert.Equal(plain.Elements.Select(x => (double)x), view.To(DType.Float64).ToArray<double>());
            Assert.Equal(plain.Elements.Select(x => 2 * x), (view + view).ToArray<int>());
            Assert.Equal(plain.Elements.Sum(), view.Sum().Item());
        }).Check(s_config);

    /// <summary>The law's own test: a step that is wrong on the plain side is found and shrunk to a chain of one step.</summary>
    [Fact]
    public void A_planted_wrong_view_is_found_and_shrunk()
    {
        Exception found = Assert.ThrowsAny<Exception>(() => Prop.ForAll(ViewChain.Any, chain =>
        {
            var plain = PlainArray.Count(chain.Sizes);
            Tensor view = Tensor.From(plain.Elements, chain.Sizes);
            foreach (ViewStep step in chain.Steps)
            {
                (view, plain) = step.On(view, plain);
                if (step.Kind == ViewKind.Swap) plain = plain with { Elements = [.. plain.Elements.Reverse()] };
            }
            return view.ToArray<int>().SequenceEqual(plain.Elements);
        }).Check(s_config.WithMaxTest(2000)));
        Assert.Contains("Shrunk:\n[2] .Swap(0, 0, 0, 0)", found.Message.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_slice_takes_what_index_arithmetic_takes()
    {
        int?[] ends = [null, -9, -6, -5, -4, -1, 0, 1, 2, 4, 5, 6, 9, int.MaxValue, -int.MaxValue];
        foreach (int length in (int[])[0, 1, 2, 5])
        {
            int[] elements = [.. Enumerable.Range(10, length)];
            Tensor x = Tensor.From(elements, [length]);
            foreach (int step in (int[])[1, 2, 3, 7, -1, -2, -3, -7])
            {
                foreach (int? start in ends)
                {
                    foreach (int? stop in ends)
                        Assert.True(x[Slice.Of(start, stop, step)].ToArray<int>().SequenceEqual(ViewStep.Taken(length, start, stop, step).Select(i => elements[i])), $"{length}: [{start}:{stop}:{step}]");
                }
            }
        }
    }

    [Fact]
    public void Ranges_and_indices_of_the_language()
    {
        Tensor x = Tensor.Arange(12).Reshape(3, 4);
        int[] row = [4, 5, 6, 7];
        Assert.Equal(row, x[1].ToArray<int>());
        Assert.Equal(row, x[-2].ToArray<int>());
        Assert.Equal(row[1..], x[^2, 1..].ToArray<int>());
        Assert.Equal(row[..^1], x[1, ..^1].ToArray<int>());
        Assert.Empty(x[1, ^0..].ToArray<int>());
        Assert.Equal([11, 10, 9, 8], x[^1, Slice.Every(-1)].ToArray<int>());
        Assert.Equal(7, x[1, 3].Item());
        Assert.Equal(new Shape([3, 1]), x[.., 2..3].Shape);
        Assert.Throws<TensorException>(() => x[^0]);
    }

    [Fact]
    public void Permutations_compose_and_have_inverses()
    {
        Tensor x = Tensor.Arange(120).Reshape(2, 3, 4, 5);
        foreach (int[] order in (int[][])[[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]])
        {
            int[] inverse = [.. Enumerable.Range(0, 4).Select(axis => Array.IndexOf(order, axis))];
            Assert.Equal(x.ToArray<int>(), x.Permute(order).Permute(inverse).ToArray<int>());
            Assert.Equal(x.Copy().Permute(order).Copy().ToArray<int>(), x.Permute(order).ToArray<int>());
        }
    }
}
