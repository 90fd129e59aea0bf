using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Vectorisation;

namespace DeepPuzzles.Autograd.Tests.Vectorisation;

/// <summary>What is computed once, shared, repeated or refused; and that all memory comes back.</summary>
public sealed class VectoriseTests
{
    private static readonly Tensor s_x = Tensor.From(new[,] { { 1.0, 2 }, { 3, -4 }, { 5, 6 } });

    [Fact]
    public void A_function_is_run_once_whatever_the_number_of_examples()
    {
        int runs = 0;
        Func<Tensor, Tensor> f = Vectorise((Tensor x) =>
        {
            runs++;
            return x.Sin();
        });
        Assert.Equal(s_x.Sin().ToArray<double>(), f(s_x).ToArray<double>());
        Assert.Equal([0, 2], f(s_x[..0]).Shape);
        Assert.Equal(2, runs);
    }

    [Fact]
    public void Results_that_are_examples_or_depend_on_none()
    {
        Tensor shared = Tensor.From(7.0, 8, 9);
        Tensor[] results = Vectorise((Tensor[] x) => [x[0], shared, x[0] + x[1], x[1]], true, false)([s_x, s_x[0]]);
        Assert.Same(s_x, results[0]);
        Assert.Equal(shared.Expand([3, 3]).ToArray<double>(), results[1].ToArray<double>());
        Assert.Equal((s_x + s_x[0]).ToArray<double>(), results[2].ToArray<double>());
        Assert.Equal(s_x[0].Expand([3, 2]).ToArray<double>(), results[3].ToArray<double>());
    }

    [Fact]
    public void What_depends_on_no_example_is_computed_once()
    {
        var device = new CpuDevice(threads: 1);
        using MemoryScope scope = MemoryScope.Open();
        const int Size = 64, Many = 200;
        Tensor shared = Tensor.Ones([Size, Size], device: device), x = Tensor.Ones([Many, 1], device: device);
        long before = device.Memory.BytesInUse;
        Tensor y = Vectorise((Tensor x) => x * shared.MatMul(shared).Exp().Sum())(x);
        Assert.InRange(device.Memory.BytesInUse - before, 1, 10 * Size * Size * sizeof(float));
        Assert.Equal([Many, 1], y.Shape);
    }

    [Fact]
    public void Random_draws_are_shared_by_all_examples()
    {
        var stream = new RandomStream(1, "noise");
        double[] noise = new RandomStream(1, "noise").Normal([2], dtype: DType.Float64).ToArray<double>();
        Assert.Equal((Tensor.From(noise) + s_x).ToArray<double>(), Vectorise((Tensor x) => x + stream.Normal([2], dtype: DType.Float64))(s_x).ToArray<double>());
    }

    [Fact]
    public void A_choice_is_made_for_each_example()
    {
        Tensor y = Vectorise((Tensor x) => Tensor.Where(x.Sum().Greater(0), x.Max(), x.Min()))(s_x);
        Assert.Equal([2, -4, 6], y.ToArray<double>());
    }

    [Fact]
    public void A_memory_scope_inside_ends_with_that_around()
    {
        var device = new CpuDevice(threads: 1);
        using MemoryScope setup = MemoryScope.Open();
        Tensor x = Tensor.Ones([3, 2], device: device);
        long live = device.Memory.Live;
        using (MemoryScope.Open())
        {
            Tensor y = Vectorise((Tensor x) =>
            {
                using MemoryScope scope = MemoryScope.Open();
                return scope.Keep(x * Tensor.Full([2], 3, device: device).Exp());
            })(x);
            Assert.All(y.ToArray<float>(), number => Assert.Equal(Math.Exp(3), number, 1e-5));
        }
        Assert.Equal(live, device.Memory.Live);
        Tensor gone;
        using (MemoryScope.Open()) gone = Tensor.Ones([2], device: device);
        Assert.False(gone.IsValid);
    }

    [Fact]
    public void Threads_of_the_function_are_followed()
    {
        Tensor y = Vectorise((Tensor x) =>
        {
            Tensor[] parts = new Tensor[2];
            Thread[] workers = [new(() => parts[0] = x.Sin()), new(() => parts[1] = x.Cos() * x)];
            foreach (Thread worker in workers) worker.Start();
            foreach (Thread worker in workers) worker.Join();
            return parts[0] + parts[1];
        })(s_x);
        Assert.Equal((s_x.Sin() + s_x.Cos() * s_x).ToArray<double>(), y.ToArray<double>());
    }

    [Fact]
    public void A_function_deeper_than_the_stack()
    {
        const int Ops = 200_000;
        using MemoryScope scope = MemoryScope.Open();
        Tensor y = Vectorise((Tensor x) =>
        {
            for (int op = 0; op < Ops; op++) x = x + 1;
            return x;
        })(Tensor.From(1.0, 2));
        Assert.Equal([1 + Ops, 2 + Ops], y.ToArray<double>());
    }

    [Fact]
    public void A_pause_around_holds_for_the_examples()
    {
        Tensor x = s_x.Track(), w = Tensor.From(2.0, 3).Track(), y;
        using (Tracking.Pause())
        {
            y = Vectorise((Tensor x) =>
            {
                using Tracking.Scope resumed = Tracking.Resume();
                return x * w;
            })(x);
        }
        Gradients gradients = y.Sum().Backward();
        Assert.Equal(s_x.Sum(0).ToArray<double>(), gradients[w].ToArray<double>());
        Assert.Equal(new double[6], gradients[x].ToArray<double>());
        Assert.True(Vectorise((Tensor x) => x * w)(x).Sum().Backward()[x].Abs().Min().Item() > 0);
    }

    /// <summary>A graph made outside is walked for all gradients at its output at once: row i of a Jacobian is the gradient of component i.</summary>
    [Fact]
    public void A_Jacobian_is_a_vectorised_walk_backward()
    {
        Tensor x = Tensor.From(0.3, -0.7, 1.1), leaf = x.Track();
        Tensor eye = Tensor.Eye(3, DType.Float64), gradient = (leaf.Sin().Sum() * leaf.Square().Sum()).Backward(createGraph: true)[leaf];
        Tensor rows = Vectorise((Tensor v) => gradient.Backward(v)[leaf])(eye);

        for (int i = 0; i < 3; i++) Assert.Equal(gradient[i].Backward()[leaf].ToArray<double>(), rows[i].ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-14);
    }

    [Fact]
    public void Reading_a_value_is_refused()
    {
        foreach ((string member, Func<Tensor, Tensor> read) in new (string, Func<Tensor, Tensor>)[]
        {
            ("Item", x => x.Sum().Item() > 0 ? x : -x), ("Item", x => x * x.StopGradient().ArgMax(0).Item()), ("ToArray", x => Tensor.From(x.ToArray<double>())),
            ("Item", x => x * Paused(x)), ("Parameter", x => new Parameter("p", x).Value), ("Parameter.Update", x => Updated(p => p.Update(x))),
            ("Parameter.Update", x => Updated(p => p.Update(default(Add), x))), ("Parameter.Step", x => Updated(p => p.Step(new Descent(new Pace(1)), x))),
        })
        {
            string message = Assert.Throws<TensorException>(() => Vectorise(read)(s_x.Track())).Message;
            Assert.StartsWith($"vectorise: the function calls {member} on ", message, StringComparison.Ordinal);
            Assert.EndsWith("which depends on its mapped input: the value of one example would decide for all; branch with Tensor.Where, and read what Vectorise returns", message, StringComparison.Ordinal);
        }

        static double Paused(Tensor x)
        {
            using Tracking.Scope pause = Tracking.Pause();
            return x.Exp().Sum().Item();
        }

        static Tensor Updated(Action<Parameter> update)
        {
            var parameter = new Parameter("p", Tensor.Zeros([2], DType.Float64));
            update(parameter);
            return parameter.Value;
        }
    }

    [Fact]
    public void What_leaves_the_function_is_told()
    {
        Tensor? left = null;
        Vectorise((Tensor x) => left = x.Exp())(s_x);
        Assert.Equal("<float64 [2], of another value for each example of a function that is vectorised>", left!.ToString());
        Assert.Throws<TensorException>(() => (left + 1).Sum().Item());
        Assert.Equal("vectorise: 'example' cannot be applied to many examples at once: it is an example of a function that was vectorised before, and left it", Message(() => Vectorise((Tensor x) =>
        {
            Vectorise((Tensor row) => left = row * 2)(x);
            return left!;
        })(s_x)));
    }

    [Fact]
    public void Misuse_is_told()
    {
        Assert.Equal("vectorise: input 0 is a single number; a mapped input is [n, ...], one that all examples share is not mapped", Message(() => Vectorise((Tensor x) => x)(s_x.Sum())));
        Assert.Equal("vectorise: inputs 0 and 1 are [3, 2] and [2]; mapped inputs must have as many examples along axis 0", Message(() => Vectorise((x, y) => x + y)(s_x, s_x[0])));
        Assert.Equal("vectorise: no input is mapped, so there is nothing to go along; call the function itself", Message(() => Vectorise((x, y) => x + y, false, false)));
        Assert.Equal("vectorise: no inputs were given, so there is nothing to go along", Message(() => Vectorise((Tensor[] x) => x)([])));
        Assert.Equal("vectorise: 1 inputs were given; which are mapped was said of 2", Message(() => Vectorise((Tensor[] x) => x, true, false)([s_x])));
        Assert.Contains("label 7", Message(() => Tensor.OneHot(Tensor.From(0, 7), 3)), StringComparison.Ordinal);
        Assert.Matches("vectorise: 'scatter-add' of 2 examples at once: scatter-add: .*7", Message(() => Vectorise((Tensor label) => Tensor.OneHot(label, 3))(Tensor.From(0, 7))));
        Assert.Equal("vectorise: 'reshape' of 2 examples at once: shape: 9 axes; a tensor has at most 8", Message(() => Vectorise((Tensor x) => x.Unsqueeze(0))(Tensor.Ones([2, 1, 1, 1, 1, 1, 1, 1]))));
    }

    /// <summary>Also when it fails half-way.</summary>
    [Fact]
    public void All_memory_comes_back_with_the_scope()
    {
        var device = new CpuDevice(threads: 1);
        using MemoryScope setup = MemoryScope.Open();
        Tensor x = new RandomStream(1, "x", device).Normal([4, 3, 3]), w = Tensor.Ones([3, 3], device: device).Track();
        Step(x, w, fail: false);
        MemoryCounters before = device.Memory;
        Step(x, w, fail: false);
        MemoryCounters one = device.Memory;
        for (int step = 0; step < 10; step++) Step(x, w, fail: false);
        Assert.Equal(before.Live, device.Memory.Live);
        Assert.Equal(before.BytesInUse, device.Memory.BytesInUse);
        Assert.Equal(11 * (one.Acquired - before.Acquired), device.Memory.Acquired - before.Acquired);
        Assert.Throws<TensorException>(() => Step(x, w, fail: true));
        Assert.Equal(before.Live, device.Memory.Live);

        static void Step(Tensor x, Tensor w, bool fail)
        {
            using MemoryScope scope = MemoryScope.Open();
            Tensor y = Vectorise((Tensor x) => fail ? x * x.Sum().Item() : x.MatMul(w).Tanh().Sum(0) + w.Sum())(x);
            Assert.True(y.Sum().Backward()[w].Abs().Max().Item() > 0);
        }
    }

    private static string Message(Func<object?> misuse) => Assert.Throws<TensorException>(misuse).Message;
}
