using FsCheck;
using FsCheck.Fluent;

namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>Two shapes, nearly always of sizes 0 to 3; printed as they are written.</summary>
internal sealed record ShapePair(int[] Left, int[] Right)
{
    private static readonly Gen<int[]> s_shape = Gen.Elements(1, 1, 2, 2, 3, 0).ArrayOf().Where(sizes => sizes.Length <= 4);

    public override string ToString() => $"[{string.Join(", ", Left)}] and [{string.Join(", ", Right)}]";

    internal static Arbitrary<ShapePair> Any { get; } = Arb.From(from left in s_shape from right in s_shape select new ShapePair(left, right), pair => pair.Smaller());

    private IEnumerable<ShapePair> Smaller() =>
        Shorter(Left).Select(left => this with { Left = left }).Concat(Shorter(Right).Select(right => this with { Right = right }));

    private static IEnumerable<int[]> Shorter(int[] sizes)
    {
        for (int i = 0; i < sizes.Length; i++)
        {
            yield return [.. sizes[..i], .. sizes[(i + 1)..]];
            if (sizes[i] > 1) yield return [.. sizes[..i], sizes[i] - 1, .. sizes[(i + 1)..]];
        }
    }
}

/// <summary>Broadcasting is NumPy's, and its adjoint is a sum.</summary>
public sealed class BroadcastLaws
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void Shapes_broadcast_by_the_rules_as_NumPy_words_them() =>
        Prop.ForAll(ShapePair.Any, pair =>
        {
            (int[] left, int[] right) = (pair.Left, pair.Right);
            if (Common(left, right) is not { } common)
            {
                string message = Assert.Throws<TensorException>(() => Shape.Broadcast(left, right, "add")).Message;
                Assert.StartsWith($"add: {new Shape(left)} and {new Shape(right)} do not broadcast: axis -", message, StringComparison.Ordinal);
                return;
            }
            Assert.Equal(common, Shape.Broadcast(left, right, "add").Sizes.ToArray());
            PlainArray x = PlainArray.Count(left), y = PlainArray.Count(right);
            int[] expected = [.. PlainArray.Indices(common).Select(index => x[Own(index, left)] - 7 * y[Own(index, right)])];
            Assert.Equal(expected, (Tensor.From(x.Elements, left) - Tensor.From(y.Elements, right) * 7).ToArray<int>());
            Tensor a = Tensor.From(x.Elements, left), b = Tensor.From(y.Elements, right);
            Assert.Equal(expected, (a.To(DType.Float64) - b.To(DType.Float64) * 7).To(DType.Int32).ToArray<int>());
            Assert.Equal(PlainArray.Indices(common).Select(index => x[Own(index, left)] < y[Own(index, right)]), a.Less(b).ToArray<bool>());
        }).Check(s_config);

    /// <summary>⟨Expand x, y⟩ = ⟨x, Sum y⟩ with the sum over the axes that were repeated.</summary>
    [Fact]
    public void Expand_and_sum_are_adjoint() =>
        Prop.ForAll(ShapePair.Any, pair =>
        {
            (int[] left, int[] right) = (pair.Left, pair.Right);
            if (Common(left, right) is not { } common) return;
            Tensor x = Tensor.From(PlainArray.Count(left).Elements, left) - 3;
            Tensor y = Tensor.From(PlainArray.Count(common).Elements, common) * 2 + 1;
            int extra = common.Length - left.Length;
            int[] repeated = [.. Enumerable.Range(0, common.Length).Where(axis => axis < extra || left[axis - extra] == 1)];
            Tensor sum = y.Sum(repeated, keepDims: true).Reshape(new Shape(left));
            Assert.Equal((x.Expand(common) * y).Sum().Item(), (x * sum).Sum().Item());
        }).Check(s_config);

    // Sizes are compared from the last axis; missing ones count as 1; they go together when equal or when one of them is 1.
    private static int[]? Common(int[] left, int[] right)
    {
        int rank = Math.Max(left.Length, right.Length);
        int[] l = [.. Enumerable.Repeat(1, rank - left.Length), .. left], r = [.. Enumerable.Repeat(1, rank - right.Length), .. right];
        return l.Zip(r).All(sizes => sizes.First == sizes.Second || sizes.First == 1 || sizes.Second == 1)
            ? [.. l.Zip(r, (a, b) => a == 1 ? b : a)]
            : null;
    }

    private static int[] Own(int[] index, int[] sizes) => [.. index[^sizes.Length..].Select((i, axis) => sizes[axis] == 1 ? 0 : i)];
}
