using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

// Whole matrices of derivatives: one evaluation, then a walk for each row or each column.
public static partial class Differentiation
{
    /// <summary>The Jacobian ∂y/∂x of a function, of the shape of y followed by that of x, which together have at most 8 axes.</summary>
    /// <param name="f">From a tensor to a tensor.</param>
    /// <param name="x">Where.</param>
    /// <param name="mode">Forward or reverse; the cheaper by default.</param>
    /// <exception cref="TensorException">Too many axes; f gives whole numbers or truth values.</exception>
    public static Tensor Jacobian(Func<Tensor, Tensor> f, Tensor x, JacobianMode mode = JacobianMode.Cheaper)
    {
        Trace trace = Trace.Of(inputs => [f(inputs[0])], [x]);
        return Matrix(trace, mode).Reshape([.. trace.Results[0].Shape, .. x.Shape]);
    }

    /// <summary>The Hessian ∂²y/∂x∂x of a function: the shape of x twice, at most 8 axes.</summary>
    /// <param name="f">From a tensor to a single number.</param>
    /// <param name="x">Where.</param>
    /// <param name="mode">Forward over reverse, or reverse over reverse, which is the default.</param>
    /// <exception cref="TensorException">f gives no single number; too many axes.</exception>
    public static Tensor Hessian(Func<Tensor, Tensor> f, Tensor x, JacobianMode mode = JacobianMode.Cheaper) => Jacobian(Gradient(f), x, mode);

    /// <summary>The Hessian of a loss over parameters, [n, n], all parameters one after the other as one vector: tracked, as parameters are, unless this
    /// is called under <see cref="Tracking.Pause"/>.</summary>
    /// <param name="loss">Builds the graph anew from the present values and gives a single number.</param>
    /// <param name="parameters">What is varied; of one dtype.</param>
    /// <param name="mode">Forward over reverse, or reverse over reverse, which is the default.</param>
    /// <exception cref="TensorException">The loss is no single number; several dtypes.</exception>
    public static Tensor Hessian(Func<Tensor> loss, IReadOnlyList<Parameter> parameters, JacobianMode mode = JacobianMode.Cheaper) =>
        Matrix(Trace.Of(() => [Flat(Gradient(loss, parameters))], parameters), mode);

    // The numbers of the result by those of all marks, [m, n].
    private static Tensor Matrix(Trace trace, JacobianMode mode)
    {
        Tensor y = RequireFloat("jacobian", trace.Results[0]);
        Tensor[] marks = [.. trace.Marks];
        int m = y.Count, n = marks.Sum(mark => mark.Count);
        if (m == 0 || n == 0) return Tensor.Zeros([m, n], y.DType, y.Device);
        bool isReverse = mode == JacobianMode.Reverse || (mode == JacobianMode.Cheaper && m <= n);
        return isReverse ? Tensor.Stack(Lines(m, trace, Row)) : Tensor.Stack(Lines(n, trace, Column), 1);

        Tensor Row(int i) => Flat(trace.Pull(Unit(y, i)));

        Tensor Column(int j)
        {
            var dx = new Tensor[marks.Length];
            int start = 0;
            for (int i = 0; i < dx.Length; i++)
            {
                dx[i] = Unit(marks[i], j - start);
                start += marks[i].Count;
            }
            return trace.Push(dx)[0].Flatten();
        }
    }

    // Where no graph is kept, each walk gives its memory back.
    private static Tensor[] Lines(int count, Trace trace, Func<int, Tensor> line)
    {
        var lines = new Tensor[count];
        bool tracked = trace.IsTracked([]);
        for (int i = 0; i < count; i++)
        {
            if (tracked)
            {
                lines[i] = line(i);
                continue;
            }
            using MemoryScope scope = MemoryScope.Open();
            lines[i] = scope.Keep(line(i));
        }
        return lines;
    }

    // 1 at one place, or nowhere when the place is outside.
    private static Tensor Unit(Tensor like, int place) =>
        Tensor.Arange(like.Count, DType.Int32, like.Device).Equal(place).To(like.DType).Reshape(like.Shape);
}
