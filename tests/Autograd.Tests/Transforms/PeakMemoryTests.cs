using DeepPuzzles.Autograd.Tests.Calculus;
using DeepPuzzles.Autograd.Tests.Laws;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Differentiation;

namespace DeepPuzzles.Autograd.Tests.Transforms;

/// <summary>What a transform does many times takes the memory of once, its results aside: the most bytes that were in use at one time, counted by the
/// device.</summary>
[Collection(nameof(MemoryTests))]
public sealed class PeakMemoryTests
{
    private const int Size = 1024, Ops = 12, Few = 4, Many = 64;

    /// <summary>The bytes of one vector of the long side.</summary>
    private const long One = Size * sizeof(double);

    // Beyond what the results take: numbers of a few bytes each, which come in buffers of at least a cache line.
    private const long Slack = 2 * One;

    private static long PeakOf(Elsewhere device, Action<int> run, int count)
    {
        using MemoryScope scope = MemoryScope.Open();
        long before = device.Memory.BytesInUse;
        device.Peak = before;
        run(count);
        return device.Peak - before;
    }

    private static Tensor Chain(Tensor x)
    {
        for (int i = 0; i < Ops; i++) x = x.Sin();
        return x;
    }

    // Lines and the matrix that they are stacked to: two numbers for each of the result.
    [Fact]
    public void A_jacobian_of_many_rows_or_columns_takes_no_more_than_its_result_for_each()
    {
        var device = new Elsewhere();
        Tensor x = Tensor.Ones([Size], DType.Float64, device), w = Tensor.Ones([Size, Many], DType.Float64, device), t = Tensor.Ones([Many], DType.Float64, device), wide = w.Transpose().Copy();
        Grows(rows => Jacobian(z => Chain(z).MatMul(w[.., ..rows]), x), 2);
        Grows(columns => Jacobian(z => Chain(z.MatMul(wide[..columns])), t[..columns]), 2 + Ops / (double)Many);
        GC.KeepAlive(wide);

        void Grows(Action<int> run, double vectors)
        {
            run(1);
            long few = PeakOf(device, run, Few), many = PeakOf(device, run, Many);
            Assert.InRange(many - few, One * (Many - Few), (long)(vectors * One * (Many - Few)) + Slack);
        }
    }

    [Fact]
    public void Samples_and_steps_take_no_more_than_one()
    {
        var device = new Elsewhere();
        Tensor x = Tensor.Ones([Size], DType.Float64, device);
        Tensor Product(Tensor v) => HessianVector(z => Chain(z).Sum(), x, v);
        Grows(samples => Hutchinson.Trace(Product, Size, samples, new RandomStream(1, "signs", device), DType.Float64), 0);

        // Lanczos keeps a row for each step, and stacks them anew in each; a product may pack them once more.
        Grows(steps => Lanczos.Run(Product, Size, steps, new RandomStream(1, "start", device), DType.Float64), 3.25);

        void Grows(Action<int> run, double vectors)
        {
            run(2);
            long few = PeakOf(device, run, Few), many = PeakOf(device, run, Many);
            Assert.InRange(many - few, 0, (long)(vectors * One * (Many - Few)) + Slack);
        }
    }

    /// <summary>Forward mode of an op without a line of its own runs its rule on zeros, and gives that back at once.</summary>
    [Fact]
    public void Tangents_take_no_more_than_the_results_that_they_move_with()
    {
        var device = new Elsewhere();
        Tensor x = Tensor.Ones([Size], DType.Float64, device);
        long tangents = PeakOf(device, ops => Jvp(z => Repeated(z, ops), x, x), Many) - PeakOf(device, ops => Jvp(z => Repeated(z, ops), x, x), Few);
        long values = PeakOf(device, ops => Repeated(x.Track(), ops), Many) - PeakOf(device, ops => Repeated(x.Track(), ops), Few);
        Assert.InRange(tangents - values, 0, One * (Many - Few) + Slack);

        static Tensor Repeated(Tensor z, int ops)
        {
            for (int i = 0; i < ops; i++) z = z.CumulativeProduct(0);
            return z;
        }
    }

    [Fact]
    public void Evaluations_of_a_search_give_their_memory_back()
    {
        var device = new Elsewhere();
        Tensor start = new RandomStream(1, "start", device).Normal([Size], dtype: DType.Float64);
        long few = PeakOf(device, Run, 1), many = PeakOf(device, Run, 20);
        Assert.InRange(many - few, 0, Slack);

        void Run(int iterations) => new Lbfgs { MaxIterations = iterations }.Minimise(z => (Chain(z) + z.Square().Square()).Sum(), start);
    }
}
