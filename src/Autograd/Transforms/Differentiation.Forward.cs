using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

// Forward mode: products with a Jacobian from the right, and, over reverse mode, with a Hessian.
public static partial class Differentiation
{
    /// <summary>The value y of a function, and how fast it moves when x moves along dx: J·dx. Costs about as much as a few evaluations, however many
    /// numbers y has.</summary>
    /// <param name="f">From a tensor to a tensor.</param>
    /// <param name="x">Where.</param>
    /// <param name="dx">The direction, in the shape and dtype of x.</param>
    /// <exception cref="TensorException">Another shape or dtype; f gives whole numbers or truth values, ArgMax say.</exception>
    public static (Tensor Y, Tensor Dy) Jvp(Func<Tensor, Tensor> f, Tensor x, Tensor dx) => Jvp((Tensor[] inputs) => f(inputs[0]), [x], [dx]);

    /// <summary>The value y of a function of several tensors, and how fast it moves when they move along dx: Σ Jᵢ·dxᵢ.</summary>
    /// <param name="f">From tensors to a tensor.</param>
    /// <param name="x">Where.</param>
    /// <param name="dx">The directions, in the shapes and dtypes of x.</param>
    /// <exception cref="TensorException">Another number of directions, another shape or dtype; f gives whole numbers or truth values.</exception>
    public static (Tensor Y, Tensor Dy) Jvp(Func<Tensor[], Tensor> f, Tensor[] x, Tensor[] dx) => Along(Trace.Of(inputs => [f(inputs)], x), dx, "jvp");

    /// <summary>The value of a function of parameters, and how fast it moves when they move along dx.</summary>
    /// <param name="f">Builds the graph anew from the present values; gives a tensor of any shape.</param>
    /// <param name="parameters">What is varied.</param>
    /// <param name="dx">The directions, in the shapes and dtypes of the parameters.</param>
    /// <exception cref="TensorException">Another number of directions, another shape or dtype; f gives whole numbers or truth values.</exception>
    public static (Tensor Y, Tensor Dy) Jvp(Func<Tensor> f, IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor> dx) => Along(Trace.Of(() => [f()], parameters), dx, "jvp");

    /// <summary>The product H·v of a function's Hessian with a vector, by forward over reverse mode: a few gradients' time, and no matrix.</summary>
    /// <param name="f">From a tensor to a single number.</param>
    /// <param name="x">Where.</param>
    /// <param name="v">The vector, in the shape and dtype of x.</param>
    /// <exception cref="TensorException">f gives no single number; another shape or dtype.</exception>
    public static Tensor HessianVector(Func<Tensor, Tensor> f, Tensor x, Tensor v) => HessianVector((Tensor[] inputs) => f(inputs[0]), [x], [v])[0];

    /// <summary>The product of the Hessian of a function of several tensors with a vector, by forward over reverse mode.</summary>
    /// <param name="f">From tensors to a single number.</param>
    /// <param name="x">Where.</param>
    /// <param name="v">The vector's parts, in the shapes and dtypes of x.</param>
    /// <returns>The product's parts, in the same shapes.</returns>
    /// <exception cref="TensorException">f gives no single number; another number of parts, another shape or dtype.</exception>
    public static Tensor[] HessianVector(Func<Tensor[], Tensor> f, Tensor[] x, Tensor[] v)
    {
        Trace trace = Trace.Of(inputs => Gradient(f)(inputs), x);
        return trace.Push(RequireDirections("hessian-vector", trace, v));
    }

    /// <summary>The product of the Hessian of a loss over parameters with a vector, by forward over reverse mode: tracked, as parameters are, unless
    /// this is called under <see cref="Tracking.Pause"/>.</summary>
    /// <param name="loss">Builds the graph anew from the present values and gives a single number.</param>
    /// <param name="parameters">What is varied.</param>
    /// <param name="v">The vector's parts, in the shapes and dtypes of the parameters.</param>
    /// <returns>The product's parts, in the same shapes.</returns>
    /// <exception cref="TensorException">The loss is no single number; another number of parts, another shape or dtype.</exception>
    public static Tensor[] HessianVector(Func<Tensor> loss, IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor> v)
    {
        Trace trace = Trace.Of(() => Gradient(loss, parameters), parameters);
        return trace.Push(RequireDirections("hessian-vector", trace, v));
    }

    /// <summary>The same with all parameters, one after the other, as one vector [n]: what <see cref="Lanczos"/> and <see cref="Hutchinson"/> take.</summary>
    /// <param name="loss">Builds the graph anew from the present values and gives a single number.</param>
    /// <param name="parameters">What is varied; of one dtype.</param>
    /// <param name="v">[n], n the number of all their elements.</param>
    /// <exception cref="TensorException">The loss is no single number; another shape or dtype.</exception>
    public static Tensor HessianVector(Func<Tensor> loss, IReadOnlyList<Parameter> parameters, Tensor v)
    {
        int count = parameters.Sum(parameter => parameter.Shape.Elements), place = 0;
        if (v.Rank != 1 || v.Count != count) throw new TensorException($"hessian-vector: the vector is {v.Shape}, the parameters have {count} elements; it must be [{count}]");
        var parts = new Tensor[parameters.Count];
        for (int i = 0; i < parts.Length; i++)
        {
            int size = parameters[i].Shape.Elements;
            parts[i] = v[place..(place += size)].Reshape(parameters[i].Shape);
        }
        return Flat(HessianVector(loss, parameters, parts));
    }

    private static (Tensor Y, Tensor Dy) Along(Trace trace, IReadOnlyList<Tensor> dx, string op) => (RequireFloat(op, trace.Results[0]), trace.Push(RequireDirections(op, trace, dx))[0]);

    private static Tensor[] RequireDirections(string op, Trace trace, IReadOnlyList<Tensor> dx)
    {
        if (dx.Count != trace.Marks.Count) throw new TensorException($"{op}: {dx.Count} directions for {trace.Marks.Count} inputs; give one for each");
        for (int i = 0; i < dx.Count; i++)
        {
            Tensor x = trace.Marks[i];
            if (dx[i].Shape != x.Shape || dx[i].DType != x.DType)
                throw new TensorException($"{op}: direction {i} is {dx[i].DType.Name()} {dx[i].Shape}, the input {x.DType.Name()} {x.Shape}; they must be the same");
        }
        return [.. dx];
    }

    private static Tensor Flat(Tensor[] tensors) => tensors.Length == 1 ? tensors[0].Flatten() : Tensor.Concat([.. tensors.Select(x => x.Flatten())]);
}
