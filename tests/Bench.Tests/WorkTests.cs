using DeepPuzzles.Bench.Comparison;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Bench.Roofline;
using DeepPuzzles.Bench.Works;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Tests;

public sealed class WorkTests
{
    private const int Few = 1 << 10;

    /// <summary>Small works of each kind, and forms of each.</summary>
    public static TheoryData<string> Small => [.. Works().Select(work => work.ToString())];

    private static IEnumerable<Work> Works() =>
    [
        .. from wide in new[] { false, true } from form in new[] { "NN", "NT", "TN" } select new Product(wide, form, 7, 9, 11),
        .. Elementwise.Ops.Select(op => new Elementwise(op, Few)),
        new Reduction("sum", 1, Few, 1), new Reduction("max", 1, Few, 1), new Reduction("sum", 8, 16, 0), new Reduction("sum", 8, 16, 1),
        new RunningTotals("cumsum", 1, Few, 1), new RunningTotals("cumsum", 8, 16, 0), new RunningTotals("cumprod", 8, 16, 1), new SortedRows(8, 16), new LargestOfRows(8, 16, 3),
        .. from op in new[] { "cholesky", "qr", "eigh", "svd" } select new Factors(op, 7), new LinearSystem(7),
        new SoftMaxRows(4, 10), new Launch(Launch.Enqueued, 1), new Launch(Launch.Read, 3), new Launch(Launch.Chained, 8), new ImageConvolution(2, 3, 6, 4, 3, 1), new MlpStep("train-tiny", [6, 5, 4], 3, 0.9), new LeNetStep(2), new TinyGraph(8),
    ];

    // The managed libraries are always there; the others are checked against ours whenever the bench runs.
    [Theory]
    [MemberData(nameof(Small))]
    public void Ours_and_the_managed_peers_compute_the_same(string name)
    {
        Work work = Works().Single(each => each.ToString() == name);
        double ours = work.Ours(new CpuDevice(1)).Check();
        foreach (Peer peer in new Peer[] { new TensorPrimitivesPeer(), new MathNetPeer() })
        {
            peer.Use(1);
            if (peer.Prepare(work) is { } contender) Assert.Equal(1, contender.Check() / ours, 1e-4);
        }
        Assert.True(double.IsFinite(ours) && ours > 0);
        work.Ours(new CpuDevice(1)).Time(2);
    }

    [Fact]
    public void The_reference_agrees_on_what_a_product_in_each_form_is()
    {
        foreach (Product product in Works().OfType<Product>())
        {
            double expected = 0;
            for (int i = 0; i < product.M; i++)
            {
                for (int j = 0; j < product.N; j++)
                {
                    double sum = 0;
                    for (int p = 0; p < product.K; p++)
                        sum += Values.At(product.TransposedA ? p * product.M + i : i * product.K + p, 1) * Values.At(product.TransposedB ? j * product.K + p : p * product.N + j, 2);
                    expected += Math.Abs(sum) / (product.M * product.N);
                }
            }
            Assert.Equal(1, product.Ours(new CpuDevice(1)).Check() / expected, 1e-5);
        }
    }

    [Fact]
    public void A_call_of_a_kernel_allocates_nothing()
    {
        foreach (Work work in Works().Where(work => work is Product or Elementwise or Reduction or RunningTotals or SortedRows))
        {
            Local ours = work.Ours(new CpuDevice(1));
            ours.Time(100);
            Assert.Equal(0, ours.Allocated(100));
        }
    }

    [Fact]
    public void The_roofline_has_a_kernel_for_every_op_and_each_runs()
    {
        Kernel[] kernels = [.. VerbKernels.All(Few), .. OpKernels.All(Few), .. TensorKernels.All(Few)];
        string[] names = [.. kernels.Select(kernel => kernel.Name)];
        Assert.Superset(new HashSet<string> { "add", "exp", "sum", "argmax", "less", "uniform", "copy", "transpose", "gather", "scatter-add", "forward", "max pool 2x2", "softmax", "adam" }, names.ToHashSet());
        var device = new CpuDevice(1);
        foreach (Kernel kernel in kernels.Where(kernel => kernel.Flops < 1e8))
        {
            kernel.Run(device)();
            Assert.True(kernel.Bytes > 0, kernel.Name);
        }
    }
}
