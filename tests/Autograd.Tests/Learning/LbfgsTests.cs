using DeepPuzzles.Kernels;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

public class LbfgsTests
{
    private static Tensor Rosenbrock(Tensor x)
    {
        Tensor a = x[..^1], b = x[1..];
        return (100 * (b - a.Square()).Square() + (1 - a).Square()).Sum();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public void Rosenbrock_ends_at_ones(int n)
    {
        Optimum optimum = new Lbfgs { GradientTolerance = 1e-9 }.Minimise(Rosenbrock, Tensor.Full([n], -0.9, DType.Float64));
        Near([.. Enumerable.Repeat(1.0, n)], optimum.X.Numbers(), 1e-6);
        Assert.Equal(StopReason.Gradient, optimum.Why);
        Assert.True(optimum.Value < 1e-12 && optimum.GradientNorm <= 1e-9);
        Assert.InRange(optimum.Evaluations, optimum.Iterations, 2 * optimum.Iterations + 10);
    }

    [Fact]
    public void The_classical_start_of_Rosenbrock_needs_few_evaluations()
    {
        Optimum optimum = new Lbfgs { GradientTolerance = 1e-9 }.Minimise(Rosenbrock, Tensor.From(-1.2, 1.0));
        Near([1, 1], optimum.X.Numbers(), 1e-6);
        Assert.True(optimum.Evaluations < 80, $"{optimum.Evaluations} evaluations");
    }

    /// <summary>½·x·A·x - b·x with A = Σ of rank-one parts and a spread of eigenvalues; the minimum is where A·x = b.</summary>
    private static (Tensor A, Tensor B) Quadratic(int n)
    {
        Tensor q = Initialiser.Orthogonal.Draw([n, n], Stream("q"), DType.Float64);
        Tensor eigenvalues = (Tensor.Arange(n, DType.Float64) * (Math.Log(100) / (n - 1))).Exp();        // 1 … 100
        return (q.Transpose().MatMul(eigenvalues.Unsqueeze(1) * q), Stream("b").Normal([n], dtype: DType.Float64));
    }

    [Fact]
    public void A_quadratic_is_solved_to_the_stated_gradient()
    {
        (Tensor a, Tensor b) = Quadratic(30);
        Optimum optimum = new Lbfgs { GradientTolerance = 1e-12 }.Minimise(x => 0.5 * x.MatMul(a).MatMul(x) - b.MatMul(x), Tensor.Zeros([30], DType.Float64));
        Assert.Equal(StopReason.Gradient, optimum.Why);
        Near(b.Numbers(), a.MatMul(optimum.X).Numbers(), 1e-11);
    }

    [Fact]
    public void A_given_gradient_serves_as_well_as_a_derived_one()
    {
        (Tensor a, Tensor b) = Quadratic(20);
        Tensor start = Tensor.Ones([4, 5], DType.Float64);
        Optimum derived = new Lbfgs().Minimise(x => 0.5 * x.Flatten().MatMul(a).MatMul(x.Flatten()) - b.MatMul(x.Flatten()), start);
        Optimum given = new Lbfgs().Minimise(
            x =>
            {
                Tensor ax = a.MatMul(x.Flatten());
                return ((0.5 * x.Flatten().MatMul(ax) - b.MatMul(x.Flatten())).Item(), (ax - b).Reshape(4, 5));
            },
            start);
        Assert.Equal(start.Shape, given.X.Shape);
        Near(derived.X.Numbers(), given.X.Numbers(), 1e-6);
    }

    [Fact]
    public void A_step_of_the_unconstrained_search_satisfies_the_strong_Wolfe_conditions()
    {
        var search = new Lbfgs { MaxIterations = 1, Curvature = 0.1 };
        foreach (double start in new[] { -3.0, -1.2, 0.1, 2.5, 8 })
        {
            Tensor x = Tensor.From(start, 0.4).Track();
            Tensor value = Rosenbrock(x), gradient = value.Backward()[x];
            Optimum next = search.Minimise(Rosenbrock, x.StopGradient());
            Tensor y = next.X.Track(), way = next.X - x.StopGradient();
            double before = gradient.MatMul(way).Item(), after = Rosenbrock(y).Backward()[y].MatMul(way).Item();
            Assert.True(before < 0);
            Assert.True(next.Value <= value.Item() + search.SufficientDecrease * before + 1e-12);
            Assert.True(Math.Abs(after) <= search.Curvature * Math.Abs(before), $"start {start}: slope {before} before, {after} after");
        }
    }

    [Fact]
    public void In_a_box_a_separable_quadratic_ends_at_the_projected_minimum()
    {
        double[] centre = [-1, 0.25, 2, 0.5, 1, 0], weight = [1, 10, 3, 100, 5, 0.1];
        Tensor c = Tensor.From(centre), w = Tensor.From(weight);
        Optimum optimum = new Lbfgs { GradientTolerance = 1e-9 }.MinimiseInBox(x => (w * (x - c).Square()).Sum(), Tensor.Full([6], 0.7, DType.Float64), 0, 1);
        Near([0, 0.25, 1, 0.5, 1, 0], optimum.X.Numbers(), 1e-8);
        Assert.Equal(StopReason.Gradient, optimum.Why);
    }

    [Fact]
    public void In_a_box_a_coupled_quadratic_meets_the_optimality_conditions()
    {
        (Tensor a, Tensor b) = Quadratic(40);
        Optimum optimum = new Lbfgs { GradientTolerance = 1e-9, MaxIterations = 500 }
            .MinimiseInBox(x => 0.5 * x.MatMul(a).MatMul(x) - 5 * b.MatMul(x), Tensor.Full([40], 0.05, DType.Float64), 0, 0.1);
        double[] x = optimum.X.Numbers(), g = (a.MatMul(optimum.X) - 5 * b).Numbers();
        Assert.Equal(StopReason.Gradient, optimum.Why);
        int low = 0, high = 0;
        for (int i = 0; i < x.Length; i++)
        {
            Assert.InRange(x[i], 0, 0.1);
            if (x[i] == 0 && ++low > 0) Assert.True(g[i] >= -1e-8);
            else if (x[i] == 0.1 && ++high > 0) Assert.True(g[i] <= 1e-8);
            else Assert.InRange(g[i], -1e-8, 1e-8);
        }
        Assert.True(low > 3 && high > 3 && low + high < x.Length, $"{low} low and {high} high bounds of {x.Length} bind");
    }

    [Fact]
    public void In_a_box_Rosenbrock_slides_along_the_bound()
    {
        Optimum optimum = new Lbfgs { GradientTolerance = 1e-8 }
            .MinimiseInBox(Rosenbrock, Tensor.From(-1.2, 1.0), Tensor.From(-2.0, -2.0), Tensor.From(0.5, 2.0));
        Near([0.5, 0.25], optimum.X.Numbers(), 1e-8);
    }

    [Fact]
    public void Without_binding_bounds_the_box_changes_nothing_in_the_end()
    {
        Optimum optimum = new Lbfgs { GradientTolerance = 1e-9 }.MinimiseInBox(Rosenbrock, Tensor.From(-1.2, 1.0), double.NegativeInfinity, double.PositiveInfinity);
        Near([1, 1], optimum.X.Numbers(), 1e-6);
    }

    /// <summary>Szegedy's attack on a linear classifier: of the problems min c·‖r‖² + loss(x + r) in the unit box, the one with the largest c that
    /// still crosses the boundary x₀ = 0.5 has the smallest r, the way straight to the boundary: 0.2.</summary>
    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void The_smallest_attack_on_a_linear_classifier_goes_straight_to_the_boundary(DType dtype)
    {
        const double Slope = 20, Boundary = 0.5;
        Tensor image = Tensor.From(0.3, 0.5).To(dtype), wanted = Tensor.From(1);
        Tensor weight = Tensor.From(new double[,] { { 0, Slope }, { 0, 0 } }).To(dtype), bias = Tensor.From(0, -Slope * Boundary).To(dtype);
        double[] best = [0, 0];
        double works = 0, fails = 100;
        for (int halving = 0; halving < 40; halving++)
        {
            double c = (works + fails) / 2;
            Optimum attack = new Lbfgs { MaxIterations = 60 }.MinimiseInBox(
                x => c * (x - image).Square().Sum() + Loss.CrossEntropy((x.MatMul(weight) + bias).Unsqueeze(0), wanted), image, 0, 1);
            double[] x = attack.X.Numbers();
            if (x[0] >= Boundary) (works, best) = (c, x);
            else fails = c;
        }
        Assert.InRange(best[0] - 0.3, 0.199, 0.201);
        Assert.Equal(0.5, best[1]);
    }

    [Fact]
    public void Over_the_parameters_of_a_layer_it_finds_the_least_squares_solution()
    {
        var layer = new Dense("layer", 5, 2, Initialiser.LeCun, Stream(), dtype: DType.Float64);
        Tensor x = Stream("x").Normal([40, 5], dtype: DType.Float64), t = Stream("t").Normal([40, 2], dtype: DType.Float64);
        Optimum optimum = new Lbfgs { GradientTolerance = 1e-12 }.Minimise(layer.Parameters, () => Loss.MeanSquaredError(layer.Forward(x), t));
        Tensor residual = layer.Predict(x) - t;
        Assert.True(x.Transpose().MatMul(residual).Abs().Max().Item() < 1e-9);     // the residual is normal to the inputs
        Assert.True(residual.Sum(0).Abs().Max().Item() < 1e-9);                     // and to the constant
        Assert.Equal(optimum.Value, residual.Square().Mean().Item(), 14);
        Assert.Equal(layer.Parameters.SelectMany(parameter => parameter.Numbers()), optimum.X.Numbers());
    }

    [Fact]
    public void It_says_why_it_stopped()
    {
        Tensor start = Tensor.From(-1.2, 1.0);
        Assert.Equal((StopReason.Iterations, 3), (new Lbfgs { MaxIterations = 3 }.Minimise(Rosenbrock, start).Why, new Lbfgs { MaxIterations = 3 }.Minimise(Rosenbrock, start).Iterations));
        Assert.Equal(StopReason.Evaluations, new Lbfgs { MaxEvaluations = 5 }.Minimise(Rosenbrock, start).Why);
        Assert.Equal(StopReason.Value, new Lbfgs { ValueTolerance = 0.1 }.Minimise(Rosenbrock, start).Why);
        Assert.Equal(StopReason.NotFinite, new Lbfgs().Minimise(x => x.Log().Sum(), start).Why);
        Assert.Equal(StopReason.NoProgress, new Lbfgs().Minimise(x => (x.Square().Sum().Item(), -2 * x), start).Why);       // the wrong sign
        Assert.Equal(StopReason.NoProgress, new Lbfgs().MinimiseInBox(x => (x.Square().Sum().Item(), -2 * x), start, -9, 9).Why);
        Assert.Throws<TensorException>(() => new Lbfgs().MinimiseInBox(Rosenbrock, start, 1, 0));
        Assert.Throws<TensorException>(() => new Lbfgs().Minimise(Rosenbrock, Tensor.From(1, 2)));
    }

    [Fact]
    public void A_run_gives_back_all_its_memory_but_the_result()
    {
        var device = new CpuDevice(1);
        using var setup = MemoryScope.Open();       // holds what the set-up drops: the garbage collector must not return it in between
        Tensor image = new RandomStream(1, "image", device).Uniform([784]);
        var search = new Lbfgs { MaxIterations = 20 };
        long before = device.Memory.Live;
        using (MemoryScope.Open())
        {
            search.MinimiseInBox(x => (x - 0.7).Pow(4).Sum() + (x * image).Sum(), image, 0, 1);
            Assert.Equal(before + 1, device.Memory.Live);
        }
        Assert.Equal(before, device.Memory.Live);
    }
}
