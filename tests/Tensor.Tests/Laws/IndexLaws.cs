using FsCheck;
using FsCheck.Fluent;

namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>A shape, which axes have an index (bit by bit), the sizes to which the indices broadcast, and a seed for what they hold.</summary>
internal sealed record Indexing(int[] Sizes, int Axes, int[] Common, int Seed)
{
    public override string ToString() => $"[{string.Join(", ", Sizes)}] at axes {string.Join(", ", Indexed)} by [{string.Join(", ", Common)}], seed {Seed}";

    internal static Arbitrary<Indexing> Any { get; } = Arb.From(
        from rank in Gen.Choose(1, 4)
        from sizes in Gen.Choose(1, 4).ArrayOf(rank)
        from axes in Gen.Choose(1, (1 << sizes.Length) - 1)
        from axesOfIndex in Gen.Choose(0, 2)
        from common in Gen.Elements(1, 2, 3, 2, 3, 0).ArrayOf(axesOfIndex)
        from seed in Gen.Choose(0, 1000)
        select new Indexing(sizes, axes, common, seed),
        each => each.Smaller());

    internal int[] Indexed => [.. Enumerable.Range(0, Sizes.Length).Where(axis => (Axes >> axis & 1) != 0)];

    /// <summary>The tensors, some axes of which are missing or 1 and broadcast, half of the numbers negative; null for an axis without an index.</summary>
    internal Tensor?[] Indices() => [.. Sizes.Select((size, axis) =>
    {
        if ((Axes >> axis & 1) == 0) return null;
        var stream = new RandomStream((ulong)Seed, $"axis {axis}");
        int[] own = [.. Common.Select(each => each > 0 && stream.Next(4) == 0 ? 1 : each)];
        return (Tensor?)(stream.Integers(own[(own.Length > 0 ? stream.Next(2) : 0)..], 2 * size) - size);
    })];

    private IEnumerable<Indexing> Smaller()
    {
        for (int i = 0; i < Sizes.Length; i++)
        {
            if (Sizes[i] > 1) yield return this with { Sizes = [.. Sizes[..i], Sizes[i] - 1, .. Sizes[(i + 1)..]] };
        }
        foreach (int axis in Indexed)
        {
            if (Indexed.Length > 1) yield return this with { Axes = Axes & ~(1 << axis) };
        }
        for (int i = 0; i < Common.Length; i++) yield return this with { Common = [.. Common[..i], .. Common[(i + 1)..]] };
    }
}

/// <summary>Indexing with tensors is NumPy's, loop by loop; adding at indices is its adjoint.</summary>
public sealed class IndexLaws
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(300);

    [Fact]
    public void At_put_and_index_add_do_what_loops_do() =>
        Prop.ForAll(Indexing.Any, each =>
        {
            Tensor?[] indices = each.Indices();
            var plain = PlainArray.Count(each.Sizes);
            Tensor x = Strided(plain.Elements, each.Sizes), y = x.At(indices);
            (int[] result, int[][] from) = Loops(each, indices);
            Assert.Equal(result, y.Shape.Sizes.ToArray());
            Assert.Equal(from.Select(index => plain[index]), y.ToArray<int>());

            int[] added = [.. plain.Elements], put = [.. plain.Elements], values = [.. Enumerable.Range(0, y.Count).Select(i => 1000 + i * i)];
            for (int i = 0; i < from.Length; i++)
            {
                added[plain[from[i]]] += values[i];     // the plain array counts: an element is its own place
                put[plain[from[i]]] = values[i];
            }
            Tensor v = Strided(values, result);
            Assert.Equal(added, x.IndexAdd(v, indices).ToArray<int>());
            Assert.Equal(put, x.Put(v, indices).ToArray<int>());
            Assert.Equal(x.Put(Tensor.Scalar(7, DType.Int32), indices).ToArray<int>(), x.Put(Tensor.Full(result, 7, DType.Int32), indices).ToArray<int>());
        }).Check(s_config);

    /// <summary>⟨x.At(i), v⟩ = ⟨x, 0.IndexAdd(v, i)⟩.</summary>
    [Fact]
    public void Adding_at_indices_is_the_adjoint_of_taking_them() =>
        Prop.ForAll(Indexing.Any, each =>
        {
            Tensor?[] indices = each.Indices();
            Tensor x = Strided(PlainArray.Count(each.Sizes).Elements, each.Sizes) - 3, y = x.At(indices);
            Tensor v = Tensor.Arange(y.Count).Reshape(y.Shape) * 5 - 2;
            Assert.Equal((y * v).Sum().Item(), (x * Tensor.ZerosLike(x).IndexAdd(v, indices)).Sum().Item());
        }).Check(s_config);

    /// <summary>The positions of a mask, one column for each axis, are indices that take what the mask selects, and put it back.</summary>
    [Fact]
    public void A_mask_is_its_positions() =>
        Prop.ForAll(Indexing.Any, each =>
        {
            Tensor mask = new RandomStream((ulong)each.Seed, "mask").Bernoulli(each.Sizes, 0.4).To(DType.Bool), x = Strided(PlainArray.Count(each.Sizes).Elements, each.Sizes);
            Tensor positions = mask.NonZero(), chosen = x.MaskedSelect(mask);
            Tensor?[] columns = [.. Enumerable.Range(0, x.Rank).Select(axis => positions[.., axis])];
            Assert.Equal(mask.CountNonZero().Item(), chosen.Count);
            Assert.Equal(x.At(columns).ToArray<int>(), chosen.ToArray<int>());
            Assert.Equal(x.ToArray<int>(), x.MaskedFill(mask, -1).Put(chosen, columns).ToArray<int>());
            Assert.Equal(x.MaskedFill(mask, -1).ToArray<int>(), x.Put(Tensor.Scalar(-1, DType.Int32), columns).ToArray<int>());
            Assert.Equal(mask.ToArray<bool>(), Tensor.ZerosLike(mask).Put(Tensor.Scalar(1, DType.Bool), columns).ToArray<bool>());
        }).Check(s_config);

    // The result's sizes and the index in x of each of its elements, by NumPy's rule: the axes of the indices stand where the first indexed axis
    // stood, or come first when a whole axis lies between two indexed ones.
    private static (int[] Sizes, int[][] From) Loops(Indexing each, Tensor?[] indices)
    {
        int[] indexed = each.Indexed;
        Shape common = indexed.Select(axis => indices[axis]!.Shape).Aggregate((Shape)[], (left, right) => Shape.Broadcast(left, right, "loops"));
        bool together = indexed[^1] - indexed[0] + 1 == indexed.Length;
        int front = together ? indexed[0] : 0;
        int[] rest = [.. Enumerable.Range(0, each.Sizes.Length).Except(indexed)];
        int[] sizes = [.. rest[..front].Select(axis => each.Sizes[axis]), .. common.Sizes, .. rest[front..].Select(axis => each.Sizes[axis])];
        return (sizes, [.. PlainArray.Indices(sizes).Select(index =>
        {
            int[] at = index[front..(front + common.Rank)], others = [.. index[..front], .. index[(front + common.Rank)..]];
            var from = new int[each.Sizes.Length];
            for (int i = 0; i < rest.Length; i++) from[rest[i]] = others[i];
            foreach (int axis in indexed)
            {
                int[] own = [.. indices[axis]!.Shape];
                int number = new PlainArray(own, indices[axis]!.ToArray<int>())[[.. at[(common.Rank - own.Length)..].Select((i, place) => own[place] == 1 ? 0 : i)]];
                from[axis] = number < 0 ? number + each.Sizes[axis] : number;
            }
            return from;
        })]);
    }

    // The elements in row-major order, in a layout with the axes reversed and every other place unused.
    private static Tensor Strided(int[] elements, int[] sizes)
    {
        Tensor x = Tensor.From(elements, sizes);
        if (x.Rank == 0) return x;
        int[] reversed = [.. Enumerable.Range(0, x.Rank).Reverse()];
        return x.Permute(reversed).Repeat(2, 0).Permute(reversed)[[.. Enumerable.Repeat(Slice.All, x.Rank - 1), Slice.Every(2)]];
    }
}
