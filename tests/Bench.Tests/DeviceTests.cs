using DeepPuzzles.Bench.Comparison;
using DeepPuzzles.Bench.Devices;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Bench.Works;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Tests;

public sealed class DeviceTests
{
    private const int Few = 1 << 10;

    private static readonly Timing s_once = new(Rounds: 1, Slot: 0, WarmUp: 0, Rest: 0);

    private static readonly Amount s_tiny = new(
        IsQuick: true, s_once, Few, Squares: [5, 8], Turned: 7, Batches: [3], [new ImageConvolution(2, 3, 6, 4, 3, 1)],
        [new MlpStep("train-tiny", [6, 5, 4], 3, 0.9), new LeNetStep(2)],
        [new MlpStep("train-tiny", [6, 5, 4], 3, 0.9)], Longest: double.PositiveInfinity);

    [Theory]
    [InlineData("cpu", true)]
    [InlineData("opencl", true)]
    [InlineData("opencl:3", true)]
    [InlineData("opencl:", false)]
    [InlineData("opencl:-1", false)]
    [InlineData("opencl:1:2", false)]
    [InlineData("cuda", true)]
    [InlineData("ilgpu-opencl:1", true)]
    [InlineData("ilgpu-cpu", true)]
    [InlineData("cuda:x", false)]
    [InlineData("cpu:0", false)]
    [InlineData("metal", false)]
    public void A_device_is_named_as_the_program_names_it(string name, bool isOne) => Assert.Equal(isOne, Target.IsName(name));

    [Theory]
    [InlineData("opencl:999")]
    [InlineData("cuda:999")]
    [InlineData("ilgpu-opencl:999")]
    [InlineData("ilgpu-cpu:999")]
    public void A_device_that_is_not_there_is_one_line_and_the_exit_code_of_the_program(string device)
    {
        using StringWriter output = new(), error = new();
        Assert.Equal(2, Commands.Run(["device", "--device", device], output, error));
        Assert.Matches($@"^bench: --device {device}: [^\n]+\n$", error.ToString().ReplaceLineEndings("\n"));
        Assert.Empty(output.ToString());
    }

    [Fact]
    public void A_waiting_clock_runs_until_the_device_is_done_and_a_launch_only_until_the_host_may_go_on()
    {
        using var target = Target.Open(Target.Cpu, Few);
        int calls = 0;
        var work = new Local("ours", () => calls++, () => 5);
        var awaited = new Awaited(work.Name, work, target.Device);
        var enqueued = new Enqueued(work.Name, work, target.Device);
        Assert.True(awaited.Time(3) > 0 && calls == 3);
        Assert.True(enqueued.Time(250) > 0 && calls == 253);       // over more than one burst
        Assert.Equal((5, 5), (awaited.Check(), enqueued.Check()));
    }

    [Fact]
    public void Ratios_are_of_one_round()
    {
        var each = new Measured(Case.Of(new Product(false, "NN", 4, 5, 6)), Ours: [1, 2, 4], Roof: [0.5, 1, 3], new Dictionary<string, double[]> { ["cpu"] = [2, 8, 4] }, Launches: 1, Bytes: 0);
        Assert.Equal(new Spread(2, 1, 4), each.Ratio("cpu"));
        Assert.Equal(new Spread(0.5, 0.5, 0.75), each.OfRoof);
        Assert.Null(each.Ratio("pytorch"));
        Assert.Contains("2.00 [1.00 4.00]", Tables.Roofed([each], "fma peak", arithmetic: true).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_share_of_launches_is_their_number_times_the_time_of_one()
    {
        Measured launch = Of(new Launch(Launch.Enqueued, 1), 2e-6, 1), step = Of(Cases.TinyStep, 100e-6, 20);
        Assert.EndsWith("puts 20 kernels into the queue; at 2.00 µs each that is 40.00 of its 100 µs, 40%.", Tables.ShareOfLaunches([launch, step]), StringComparison.Ordinal);
        Assert.Null(Tables.ShareOfLaunches([launch]));
        Assert.Null(Tables.ShareOfLaunches([launch, step with { Launches = 0 }]));

        static Measured Of(Work work, double seconds, double launches) => new(Case.Of(work), [seconds], null, new Dictionary<string, double[]>(), launches, 0);
    }

    [Fact]
    public void What_would_take_too_long_is_left_out()
    {
        using var target = Target.Open(Target.Cpu, Few);
        var rig = new Rig(target, torch: null, s_once, longest: 0.5);
        Assert.NotNull(rig.Measure(Slow(flops: 1)));
        Assert.NotNull(rig.Measure(Slow(flops: 2)));
        Assert.Null(rig.Measure(Slow(flops: 1e6)));

        static Case Slow(double flops) => new("sleep", "", flops, 0, _ => new Local("ours", () => Thread.Sleep(1)));
    }

    [Fact]
    public void A_device_that_computes_something_else_is_found()
    {
        using var target = Target.Open(Target.Cpu, Few);
        var product = new Product(false, "NN", 4, 5, 6);
        double value = product.Ours(target.Device).Check();
        Match.RequireSame("product", [product.Ours(target.Device), new Local("other", () => { }, () => value)]);
        PeerException other = Assert.Throws<PeerException>(() => Match.RequireSame("product", [product.Ours(target.Device), new Local("other", () => { }, () => 1.01 * value)]));
        Assert.Contains("product: ", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Full_and_quick_runs_have_every_section_and_no_case_twice()
    {
        foreach (Amount amount in new[] { Amount.Full, Amount.Quick })
        {
            foreach (string section in Cases.Sections.Where(section => section != Cases.Builds))
            {
                string[] names = [.. Cases.Of(section, amount).Select(each => each.ToString())];
                Assert.NotEmpty(names);
                Assert.Equal(names.Distinct(), names);
            }
        }
        string[] quick = [.. Cases.Of(Cases.Memory, Amount.Quick).Select(each => each.Shape)];
        Assert.Superset(new HashSet<string> { "add", "exp", "sum", "sum axis 0", "sum axis 1", "softmax", "cross-entropy of 10", "adam", "normal", "gather" }, quick.ToHashSet());
    }

    [Theory]
    [InlineData(Target.Cpu)]
    [InlineData(Target.OpenCl)]
    [InlineData(Target.IlgpuCpu)]
    public void Every_case_runs_and_the_command_prints_and_writes_it(string device)
    {
        BackendTests.SkipWithout(device);
        // ILGPU's own device on the processor is slow: there it is what a quick run asks for, and of that the sections with few kernels.
        bool isSlow = device == Target.IlgpuCpu;
        Amount amount = isSlow ? Amount.Of(device, isQuick: true) with { Timing = s_once, Longest = double.PositiveInfinity, Batches = [] } : s_tiny;
        string[] sections = isSlow ? [Cases.Launches, Cases.Products] : [Cases.Launches, Cases.Memory, Cases.Products, Cases.Convolutions, Cases.Trainings];
        using var output = new StringWriter();
        string file = Path.GetTempFileName();
        try
        {
            DeviceCommand.Run(new DeviceRequest(device, amount, sections, file), output, terminal: false);
            string page = File.ReadAllText(file);
            foreach (Case each in sections.SelectMany(section => Cases.Of(section, amount)))
            {
                Assert.Matches($@"(?m)^{Regex(each.Name)} +{Regex(each.Shape)} +\d", output.ToString());
                Assert.Contains($"| {each.Name} | {each.Shape} |", page, StringComparison.Ordinal);
            }
            Assert.Contains($"`dotnet run -c Release --project bench -- device --device {device} --quick", page, StringComparison.Ordinal);
            Assert.Equal(device != Target.Cpu, page.Contains("kernels into the queue", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }

        static string Regex(string text) => System.Text.RegularExpressions.Regex.Escape(text);
    }

    [Fact]
    public void Another_device_of_ours_takes_part_under_its_name_after_its_results_are_compared()
    {
        using var target = Target.Open(Target.Cpu, Few);
        var rig = new Rig(target, torch: null, s_once, double.PositiveInfinity, ("opencl:1", new CpuDevice(1)));
        Measured product = rig.Measure(Case.Of(new Product(false, "NN", 4, 5, 6)))!;
        Assert.True(product.Ratio("opencl:1") is { Median: > 0 });
        Assert.Contains("opencl:1 / ours", Tables.Roofed([product], "fma peak", arithmetic: true).ToText(), StringComparison.Ordinal);

        int opened = 0;
        PeerException other = Assert.Throws<PeerException>(() => rig.Measure(new Case("count", "", 0, 0, _ => { int mine = ++opened; return new Local("ours", () => { }, () => mine); })));
        Assert.Contains("opencl:1", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_tf32_says_so_and_measures_nothing()
    {
        using var output = new StringWriter();
        DeviceCommand.Run(new DeviceRequest(Target.Cpu, s_tiny, [Cases.TensorProducts], null), output, terminal: false);
        Assert.Contains("Nothing is measured: the back-end on the processor has no tf32.", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sgemm", output.ToString(), StringComparison.Ordinal);
    }
}
