using FsCheck;
using FsCheck.Fluent;

namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>An einsum equation, the size of each letter, and how the operands lie in memory.</summary>
internal sealed record Summation(string[] Terms, string Result, int[] Sizes, int Seed)
{
    private const string Letters = "abcde";

    internal string Equation => $"{string.Join(',', Terms)}->{Result}";

    public override string ToString() => $"{Equation}, sizes {string.Join(", ", Letters.Zip(Sizes, (letter, size) => $"{letter} = {size}"))}, seed {Seed}";

    internal static Arbitrary<Summation> Any { get; } = Arb.From(
        from count in Gen.Choose(1, 4)
        from terms in (from axes in Gen.Choose(0, 3) from term in Gen.Elements(Letters.ToCharArray()).ArrayOf(axes) select new string(term)).ArrayOf(count)
        from sizes in Gen.Elements(1, 2, 3, 2, 3, 0).ArrayOf(Letters.Length)
        from order in Gen.Shuffle(Letters.ToCharArray())
        from length in Gen.Choose(0, Letters.Length)
        from seed in Gen.Choose(0, 1000)
        select new Summation(terms, string.Concat(order.Take(length).Where(letter => terms.Any(term => term.Contains(letter)))), sizes, seed),
        each => each.Smaller());

    internal int Size(char letter) => Sizes[Letters.IndexOf(letter, StringComparison.Ordinal)];

    internal int[] Shape(string labels) => [.. labels.Select(Size)];

    /// <summary>Small whole numbers; the axes lie in memory in any order, some reversed.</summary>
    internal Tensor Operand(int i)
    {
        var stream = new RandomStream((ulong)Seed, $"operand {i}");
        int[] order = Terms[i].Select((_, axis) => axis).OrderBy(_ => stream.Next(100)).ToArray();
        Tensor x = stream.Integers(Shape(string.Concat(order.Select(axis => Terms[i][axis]))), 7) - 3;
        x = x.Permute([.. order.Select((_, axis) => Array.IndexOf(order, axis))]);
        for (int axis = 0; axis < x.Rank; axis++) x = stream.Next(2) == 0 ? x.Flip(axis) : x;
        return x;
    }

    /// <summary>The sum in nested loops over all letters.</summary>
    internal int[] ByLoops(Tensor[] operands)
    {
        string all = string.Concat(Terms.SelectMany(term => term).Distinct());
        var plain = operands.Select(x => new PlainArray([.. x.Shape], x.ToArray<int>())).ToArray();
        int[] result = Shape(Result), sums = new int[result.Aggregate(1, (a, b) => a * b)];
        var places = PlainArray.Count(result);
        foreach (int[] index in PlainArray.Indices(Shape(all)))
        {
            int product = 1;
            for (int i = 0; i < plain.Length; i++) product *= plain[i][Of(Terms[i])];
            sums[places[Of(Result)]] += product;

            int[] Of(string labels) => [.. labels.Select(label => index[all.IndexOf(label, StringComparison.Ordinal)])];
        }
        return sums;
    }

    private IEnumerable<Summation> Smaller()
    {
        for (int i = 0; i < Terms.Length; i++)
        {
            if (Terms.Length > 1) yield return Of([.. Terms[..i], .. Terms[(i + 1)..]]);
            for (int at = 0; at < Terms[i].Length; at++) yield return Of([.. Terms[..i], Terms[i].Remove(at, 1), .. Terms[(i + 1)..]]);
        }
        for (int at = 0; at < Result.Length; at++) yield return this with { Result = Result.Remove(at, 1) };
        for (int i = 0; i < Sizes.Length; i++)
        {
            if (Sizes[i] > 1) yield return this with { Sizes = [.. Sizes[..i], Sizes[i] - 1, .. Sizes[(i + 1)..]] };
        }

        Summation Of(string[] terms) => this with { Terms = terms, Result = string.Concat(Result.Where(letter => terms.Any(term => term.Contains(letter, StringComparison.Ordinal)))) };
    }
}

/// <summary>Einsum is the sum over all letters that the result does not name, whatever the order in which it multiplies.</summary>
public sealed class EinsumLaws
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(400);

    [Fact]
    public void It_is_nested_loops() =>
        Prop.ForAll(Summation.Any, each =>
        {
            Tensor[] operands = [.. each.Terms.Select((_, i) => each.Operand(i))];
            int[] expected = each.ByLoops(operands);
            Tensor y = Tensor.Einsum(each.Equation, operands);
            Assert.Equal(each.Shape(each.Result), y.Shape.Sizes.ToArray());
            Assert.Equal(expected, y.ToArray<int>());
            // Whole numbers of this size are exact in float64, so that the products of matrices must agree to the last bit.
            Assert.Equal(expected, Tensor.Einsum(each.Equation, [.. operands.Select(x => x.To(DType.Float64))]).To(DType.Int32).ToArray<int>());
        }).Check(s_config);

    /// <summary>An ellipsis stands for letters that nothing else names.</summary>
    [Fact]
    public void An_ellipsis_is_letters() =>
        Prop.ForAll(Summation.Any, each =>
        {
            Tensor[] operands = [.. each.Terms.Select((_, i) => each.Operand(i))], more = [.. operands.Select(x => Tensor.Stack([x, x * 2, x - 1]))];
            if (more.Any(x => x.Rank + each.Result.Length > 6)) return;
            string written = $"{string.Join(',', each.Terms.Select(term => "z" + term))}->z{each.Result}", hidden = $"{string.Join(',', each.Terms.Select(term => "..." + term))}->...{each.Result}";
            Assert.Equal(Tensor.Einsum(written, more).ToArray<int>(), Tensor.Einsum(hidden, more).ToArray<int>());
            // Of an operand without the axis, and of one where it is 1, the same numbers run along the other operands' axis.
            more[0] = operands[0];
            int[] expected = Tensor.Einsum(hidden, more).ToArray<int>();
            more[0] = operands[0].Unsqueeze(0);
            Assert.Equal(expected, Tensor.Einsum(hidden, more).ToArray<int>());
            Assert.Equal(expected, Tensor.Einsum(written, more).ToArray<int>());
        }).Check(s_config);

    [Fact]
    public void Two_large_operands_need_no_outer_product()
    {
        // All letters together would be more products than a tensor may have elements.
        const int size = 1300;
        Tensor x = Tensor.Ones([size, size]), y = Tensor.Ones([size]);
        Assert.Equal(size, Tensor.Einsum("ij,jk->ki", x, x).Max().Item());
        Assert.Equal(size, Tensor.Einsum("ij,jk->ki", Tensor.Ones([3, size], DType.Int32), Tensor.Ones([size, 2], DType.Int32)).Min().Item());
        // From the left, three vectors would make all of them; the cheapest first never has more than a matrix.
        Assert.Equal(1, Tensor.Einsum("i,j,k,ij,jk->", y, y, y, x, x).Item() / Math.Pow(size, 3), 1e-5);
    }
}
