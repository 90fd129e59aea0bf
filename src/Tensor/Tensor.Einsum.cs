namespace DeepPuzzles.Tensors;

// Einstein's summation: diagonals and sums of single operands first, then two operands at a time as a product of matrices.
public sealed partial class Tensor
{
    /// <summary>Sums of products by NumPy's einsum: each axis has a letter, axes of one letter run together, and letters that the result does not
    /// name are summed over. <c>Einsum("ij,jk->ik", a, b)</c> is a product of matrices, <c>"ii"</c> a trace, <c>"bi,bj->bij"</c> outer
    /// products, <c>"...ij->...ji"</c> transposes. Without <c>-></c> the result has the letters that occur once, in the order of the
    /// alphabet. An axis of size 1 broadcasts. float32, float64 and int32.</summary>
    /// <remarks>Two operands at a time are multiplied, those with the fewest products first, as batched MatMul: the outer product of all letters is
    /// never stored. A step on the way, too, may have no more than 8 axes.</remarks>
    /// <param name="equation">The letters.</param>
    /// <param name="operands">Tensors of one dtype.</param>
    /// <exception cref="TensorException">The equation is none, or operands do not fit it.</exception>
    public static Tensor Einsum(string equation, params ReadOnlySpan<Tensor> operands)
    {
        ArgumentNullException.ThrowIfNull(equation);
        if (operands.Length == 0) throw new TensorException($"einsum: '{equation}' without operands");
        var shapes = new Shape[operands.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            RequireSame("einsum", Given(operands[0], nameof(operands)), operands[i], nameof(operands));
            shapes[i] = operands[i].Shape;
        }
        if (operands[0].DType == DType.Bool) throw operands[0].NotForBool("einsum");
        var parsed = EinsumEquation.Parse(equation, shapes);

        var left = new List<Term>();
        for (int i = 0; i < operands.Length; i++) left.Add(Term.Of(operands[i], parsed.Operands[i], parsed));
        for (int i = 0; i < left.Count; i++) left[i] = left[i].Only(Needed(i, i));
        while (left.Count > 1)
        {
            (int first, int second) = Cheapest(left, parsed);
            Term product = Term.Product(left[first], left[second], Needed(first, second));
            left.RemoveAt(second);
            left[first] = product;
        }
        return left[0].Value.Permute([.. parsed.Result.Select(label => left[0].Labels.IndexOf(label))]);

        // The labels of the result and of all terms but two.
        string Needed(int first, int second) => string.Concat(left.Where((_, i) => i != first && i != second).Select(term => term.Labels).Append(parsed.Result));
    }

    // The pair whose product takes the fewest multiplications; of equals the first.
    private static (int First, int Second) Cheapest(List<Term> terms, EinsumEquation equation)
    {
        (int, int) cheapest = (0, 1);
        double least = double.PositiveInfinity;
        for (int second = 1; second < terms.Count; second++)
        {
            for (int first = 0; first < second; first++)
            {
                double cost = terms[first].Labels.Union(terms[second].Labels).Aggregate(1.0, (product, label) => product * equation.Size(label));
                if (cost < least) (least, cheapest) = (cost, (first, second));
            }
        }
        return cheapest;
    }

    /// <summary>A tensor with a label for each axis, no label twice.</summary>
    private readonly record struct Term(Tensor Value, string Labels)
    {
        /// <summary>An operand: axes of one label become their diagonal, and an axis of size 1 goes where its label has another size.</summary>
        internal static Term Of(Tensor x, string labels, EinsumEquation equation)
        {
            for (int second = 1; second < labels.Length; second++)
            {
                int first = labels.IndexOf(labels[second]);
                if (first == second) continue;
                x = x.MoveAxis(second, -1).MoveAxis(first, -2).Diagonal();
                labels = labels.Remove(second, 1).Remove(first, 1) + labels[first];
                second = 0;
            }
            for (int axis = labels.Length - 1; axis >= 0; axis--)
            {
                if (x.Shape[axis] == equation.Size(labels[axis])) continue;
                x = x.Squeeze(axis);
                labels = labels.Remove(axis, 1);
            }
            return new Term(x, labels);
        }

        /// <summary>Summed over the labels that nothing else needs.</summary>
        internal Term Only(string needed)
        {
            string labels = Labels;
            int[] alone = [.. Enumerable.Range(0, labels.Length).Where(axis => !needed.Contains(labels[axis], StringComparison.Ordinal))];
            return alone.Length == 0 ? this : new Term(Value.Sum(alone), string.Concat(labels.Where(label => needed.Contains(label, StringComparison.Ordinal))));
        }

        /// <summary>[batch, rows, inner] · [batch, inner, columns] = [batch, rows, columns]: of the labels of both, those that are needed are batches,
        /// the others inner.</summary>
        internal static Term Product(Term x, Term y, string needed)
        {
            string both = string.Concat(x.Labels.Intersect(y.Labels)), rows = string.Concat(x.Labels.Except(both)), columns = string.Concat(y.Labels.Except(both));
            string batch = string.Concat(both.Intersect(needed)), inner = string.Concat(both.Except(needed));
            Tensor left = x.Grouped(batch, rows, inner), right = y.Grouped(batch, columns, inner);
            // Where nothing is summed, or both sides have one row, the products of all pairs are no more numbers than the result or the operands.
            Tensor product = inner.Length == 0 ? left * right.Transpose()
                : rows.Length == 0 && columns.Length == 0 ? (left * right).Sum(-1)
                : left.DType.IsFloat() ? left.MatMul(right.Transpose())
                : ByRows(left, right);
            Shape shape = new([.. x.Sizes(batch), .. x.Sizes(rows), .. y.Sizes(columns)]);
            return new Term(product.Reshape(shape), batch + rows + columns);
        }

        // MatMul takes no int32: one row of the left side at a time, so that no more numbers are stored than the right side has.
        private static Tensor ByRows(Tensor left, Tensor right) => left.Shape[1] == 0
            ? Zeros([left.Shape[0], 0, right.Shape[1]], left.DType, left.Device)
            : Concat([.. left.Split(left.Shape[1], 1).Select(row => (row * right).Sum(-1).Unsqueeze(1))], 1);

        // The axes in three groups, each one axis.
        private Tensor Grouped(string batch, string others, string inner)
        {
            string labels = Labels;
            return Value.Permute([.. (batch + others + inner).Select(label => labels.IndexOf(label))])
                .Reshape([Elements(batch), Elements(others), Elements(inner)]);
        }

        private int Elements(string labels) => new Shape(Sizes(labels)).Elements;

        private int[] Sizes(string labels)
        {
            (Tensor value, string own) = (Value, Labels);
            return [.. labels.Select(label => value.Shape[own.IndexOf(label)])];
        }
    }
}
