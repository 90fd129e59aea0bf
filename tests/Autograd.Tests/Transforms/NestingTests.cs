using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Differentiation;

namespace DeepPuzzles.Autograd.Tests.Transforms;

/// <summary>Derivatives of derivatives: each transform knows its own variable, and what it gives is tracked exactly when it must be.</summary>
public sealed class NestingTests
{
    private const double Tolerance = 1e-12;

    private static Tensor Number(double value) => Tensor.Scalar(value, DType.Float64);

    private static Func<Tensor, Tensor> Forward(Func<Tensor, Tensor> f) => x => Jvp(f, x, Tensor.Ones(x.Shape, x.DType)).Dy;

    public static TheoryData<string> Orders => [.. from a in "FR" from b in "FR" from c in "FR" select $"{a}{b}{c}"];

    [Theory]
    [MemberData(nameof(Orders))]
    public void Third_derivatives_in_any_order_of_modes(string modes)
    {
        Func<Tensor, Tensor> f = x => (x * x).Sin() * x.Exp();
        foreach (char mode in modes)
        {
            Func<Tensor, Tensor> inner = f;
            f = mode == 'F' ? Forward(inner) : Gradient(inner);
        }
        // f = e^x sin x²: by hand.
        double x = 0.7, s = Math.Sin(x * x), c = Math.Cos(x * x);
        double expected = Math.Exp(x) * (s + 6 * x * c + 3 * (2 * c - 4 * x * x * s) - 12 * x * s - 8 * x * x * x * c);
        Assert.Equal(expected, f(Number(x)).Item(), Tolerance * 100);
    }

    [Fact]
    public void A_derivative_of_a_constant_is_zero()
    {
        Func<Tensor, Tensor> third = Gradient(Gradient(Gradient(x => x * x)));
        Assert.Equal(0, third(Number(3)).Item());
        Assert.Equal(0, Forward(_ => Number(2))(Number(3)).Item());
        Assert.Equal(new double[3], Gradient(_ => Number(2))(Tensor.From(1.0, 2, 3)).ToArray<double>());
    }

    // d/dx x·(d/dy (x + y)) = 1: an implementation that takes the inner variable for the outer one gives 2.
    [Fact]
    public void Perturbations_are_not_confused()
    {
        Func<Func<Tensor, Tensor>, Func<Tensor, Tensor>>[] modes = [Gradient, Forward];
        foreach (Func<Func<Tensor, Tensor>, Func<Tensor, Tensor>> outer in modes)
        {
            foreach (Func<Func<Tensor, Tensor>, Func<Tensor, Tensor>> inner in modes)
            {
                Assert.Equal(1, outer(x => x * inner(y => x + y)(Number(1)))(Number(1)).Item());
                Assert.Equal(1, outer(x => x * inner(y => x + y)(x))(Number(5)).Item());
                Assert.Equal(2 * 5, outer(x => x * inner(y => x * y)(x))(Number(5)).Item());
                Assert.Equal(4 * 5, outer(x => x * inner(y => y * y)(x))(Number(5)).Item());
                // A variable that reaches the inner function both as its input and from outside.
                Assert.Equal(2 * 5 * 3, outer(x => inner(y => x * x * y * y * 0.5)(x))(Number(5)).Item() * 2 / 5);
            }
        }
    }

    [Fact]
    public void Plain_use_keeps_no_graph()
    {
        Tensor x = Tensor.From(1.0, 2);
        (Tensor value, Tensor gradient) = ValueAndGradient(z => z.Square().Sum())(x);
        (Tensor y, Func<Tensor, Tensor> pullback) = Vjp(z => z.Exp(), x);
        (Tensor same, Tensor dy) = Jvp(z => z, x, x);
        Assert.All([value, gradient, y, pullback(x), same, dy, HessianVector(z => z.Exp().Sum(), x, x), Jacobian(z => z.Exp(), x)], result => Assert.False(result.IsTracked));
        Assert.Equal([1, 2], same.ToArray<double>());
    }

    [Fact]
    public void What_a_function_reads_is_tracked_through_its_gradient()
    {
        // The penalty |∂/∂x w·x²|² = 4w²x², whose derivative by w is 8wx².
        var w = new Parameter("w", Number(3));
        Tensor penalty = Gradient(x => w.Value * x * x)(Number(2)).Square();
        Assert.Equal(8 * 3 * 4, penalty.Backward()[w].Item());
        (Tensor y, Tensor dy) = Jvp(x => w.Value * x * x, Number(2), Number(1));
        Assert.Equal(4, y.Backward()[w].Item());
        Assert.Equal(4, dy.Backward()[w].Item());
        Tensor along = Number(1).Track();
        Assert.Equal(4, Jvp(x => x * x, Number(2), along).Dy.Backward()[along].Item());
    }

    [Fact]
    public void Within_a_pause_transforms_work_and_keep_no_graph()
    {
        var w = new Parameter("w", Number(3));
        Tensor x = Number(2).Track();
        using Tracking.Scope pause = Tracking.Pause();
        Tensor[] results =
        [
            Gradient(z => w.Value * z * z)(x), Jvp(z => z * z, x, x).Dy, Jvp(z => z, x, x).Dy, Vjp(z => z, x).Pullback(x),
            Gradient(() => w.Value * w.Value * x, [w])[0], HessianVector(() => w.Value * w.Value * x, [w], [Number(1)])[0],
        ];
        Assert.Equal([12, 8, 2, 2, 12, 4], results.Select(result => result.Item()));
        Assert.All(results, result => Assert.False(result.IsTracked));
    }

    [Fact]
    public void Transforms_over_parameters_nest()
    {
        var w = new Parameter("w", Tensor.From(1.0, 2));
        var b = new Parameter("b", Number(3));
        Tensor Loss() => (w.Value * w.Value * w.Value).Sum() * b.Value;
        (Tensor value, Tensor[] first) = ValueAndGradient(Loss, [w, b]);
        Assert.Equal(27, value.Item());
        Assert.Equal([9, 36], first[0].ToArray<double>());
        Assert.Equal(9, first[1].Item());
        // The gradient of a squared gradient, three ways.
        Tensor[] v = [Tensor.From(1.0, 1), Number(0)];
        double[] curvature = HessianVector(Loss, [w, b], v)[0].ToArray<double>();
        Assert.Equal([18, 36], curvature);
        Assert.Equal(curvature, Gradient(() => Gradient(Loss, [w])[0].Sum(), [w])[0].ToArray<double>());
        Assert.Equal(curvature, Gradient(Loss, [w])[0].Sum().Backward()[w].ToArray<double>());
        Assert.Equal([18, 18], Jvp(() => HessianVector(Loss, [w, b], v)[0], [w], [v[0]]).Dy.ToArray<double>());
        Assert.Equal(curvature.Append(15), HessianVector(Loss, [w, b], Tensor.From(1.0, 1, 0)).ToArray<double>());
    }

    [Fact]
    public void A_mark_of_a_tracked_tensor_is_a_node_of_its_graph_and_takes_no_memory()
    {
        var device = new CpuDevice(threads: 1);
        Tensor x = Tensor.Ones([2], DType.Float64, device).Track(), constant = x.StopGradient();
        long before = device.Memory.Acquired;
        Gradient(z => Seen(z, x).Sum())(x);
        Gradient(z => Seen(z, null).Sum())(constant);

        Tensor Seen(Tensor mark, Tensor? input)
        {
            Assert.Equal(input is null ? [] : [input], mark.Origin!.Inputs);
            Assert.Equal(before, input is null ? before : device.Memory.Acquired);
            return mark;
        }
    }

    [Fact]
    public void A_pullback_can_be_called_again_and_again()
    {
        (_, Func<Tensor, Tensor[]> pullback) = Vjp((Tensor[] x) => x[0] * x[1], [Tensor.From(1.0, 2), Tensor.From(3.0, 4)]);
        for (int i = 1; i < 4; i++) Assert.Equal([3.0 * i, 4.0 * i], pullback(Tensor.From(1.0, 1) * i)[0].ToArray<double>());
    }

    [Fact]
    public void Jacobians_by_rows_and_by_columns_are_the_same()
    {
        Tensor x = Tensor.From(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        Func<Tensor, Tensor>[] functions = [z => z.MatMul(z.Transpose()).Sin(), z => z.Sum(0), z => z.Expand([2, 2, 3]), z => z[..0], z => z.Sum().Exp() * 1e-9];
        foreach (Func<Tensor, Tensor> f in functions)
        {
            Tensor rows = Jacobian(f, x, JacobianMode.Reverse), columns = Jacobian(f, x, JacobianMode.Forward), cheaper = Jacobian(f, x);
            Assert.Equal<int>([.. f(x).Shape, 2, 3], rows.Shape);
            Learning.Sample.Near(rows.ToArray<double>(), columns.ToArray<double>(), 1e-13);
            Assert.Equal(cheaper.Count == 0 || f(x).Count <= x.Count ? rows.ToArray<double>() : columns.ToArray<double>(), cheaper.ToArray<double>());
        }
        Assert.Equal<int>([2, 3, 2, 3], Hessian(z => z.Square().Sum(), x).Shape);
        Tensor third = Jacobian(z => Hessian(t => (t * t * t).Sum(), z), Tensor.From(1.0, 2));
        Assert.Equal([6, 0, 0, 0, 0, 0, 0, 6], third.ToArray<double>());
    }

    [Fact]
    public void Misuse_is_told()
    {
        Tensor x = Tensor.From(1.0, 2);
        Assert.Equal("gradient: the function gives float64 [2], not a single float; reduce it with Sum() or Mean(), or ask for its Vjp or Jacobian", Message(() => Gradient(z => z * z)(x)));
        Assert.Equal("jvp: direction 0 is float64 [3], the input float64 [2]; they must be the same", Message(() => Jvp(z => z, x, Tensor.From(1.0, 2, 3))));
        Assert.Equal("jvp: 1 directions for 2 inputs; give one for each", Message(() => Jvp((Tensor[] z) => z[0] + z[1], [x, x], [x])));
        Assert.Equal("vjp: the gradient is float64 [], the output float64 [2]; they must be the same", Message(() => Vjp(z => z, x).Pullback(Number(1))));
        Assert.Equal("hessian-vector: the vector is [2], the parameters have 1 elements; it must be [1]", Message(() => HessianVector(() => x.Sum(), [new Parameter("p", Number(1))], x)));
        foreach ((Func<Tensor, Tensor> f, string what) in new (Func<Tensor, Tensor>, string)[] { (z => z.ArgMax(0), "int32 []"), (z => z.Greater(1), "bool [2]"), (z => z.To(DType.Int32), "int32 [2]") })
        {
            string words = $": the function gives {what}, which has no derivative; let it give float32 or float64, and return what else it finds by another way";
            Assert.Equal("gradient" + words, Message(() => Gradient(f)(x)));
            Assert.Equal("vjp" + words, Message(() => Vjp(f, x).Y));
            Assert.Equal("jvp" + words, Message(() => Jvp(f, x, x).Y));
            Assert.Equal("jacobian" + words, Message(() => Jacobian(f, x)));
            Assert.Equal("jacobian" + words, Message(() => Jacobian(f, x, JacobianMode.Forward)));
            Assert.Equal("gradient" + words, Message(() => Hessian(f, x)));
            Assert.Equal("gradient" + words, Message(() => HessianVector(f, x, x)));
        }
        Assert.StartsWith("track: works on float32 and float64", Message(() => Gradient(z => z.Sum())(Tensor.From(1, 2))), StringComparison.Ordinal);

        static string Message(Func<object?> misuse) => Assert.Throws<TensorException>(misuse).Message;
    }
}
