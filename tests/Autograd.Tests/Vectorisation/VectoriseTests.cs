using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Vectorisation;

namespace DeepPuzzles.Autograd.Tests.Vectorisation;

/// <summary>What is computed once, shared or repeated; and that all memory comes back.</summary>
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
        Assert.Same(s_x, Vectorise(x => x)(s_x));
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

        // Those of its own for each example are drawn before, and mapped.
        Tensor ownNoise = new RandomStream(2, "own").Normal(s_x.Shape, dtype: DType.Float64);
        Assert.Equal((s_x + ownNoise).ToArray<double>(), Vectorise((x, own) => x + own)(s_x, ownNoise).ToArray<double>());
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
}
