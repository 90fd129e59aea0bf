using DeepPuzzles.Bench.Comparison;
using DeepPuzzles.Bench.Devices;
using DeepPuzzles.Bench.Recomputation;
using DeepPuzzles.Bench.Roofline;

namespace DeepPuzzles.Bench.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly StringWriter _output = new(), _error = new();
    private PeersRequest? _peers;
    private RooflineRequest? _roofline;
    private string[]? _ladder;
    private RecomputeRequest? _recompute;
    private DeviceRequest? _device;

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private int Run(params string[] arguments) =>
        Commands.Run(arguments, _output, _error, new Commands.Actions(request => _peers = request, request => _roofline = request, filters => _ladder = filters, request => _recompute = request, request => _device = request));

    [Fact]
    public void Options_of_peers_are_read()
    {
        Assert.Equal(0, Run("peers", "--quick", "--threads", "1", "--only", "sgemm", "map", "--json", "a.json", "--markdown", "b.md", "--widest-peers"));
        Assert.True(_peers!.Quick && _peers.WidestPeers);
        Assert.Equal([1], _peers.Threads);
        Assert.Equal(["sgemm", "map"], _peers.Only);
        Assert.Equal(("a.json", "b.md"), (_peers.Json, _peers.Markdown));
        Assert.All(_peers.Works, work => Assert.True(work.IsQuick && work.Name is "sgemm" or "map"));
    }

    [Fact]
    public void Options_of_device_are_read()
    {
        Assert.Equal(0, Run("device", "--device", "opencl:1", "--quick", "--only", "product", "train", "--markdown", "d.md"));
        Assert.Equal(("opencl:1", Amount.Quick, "d.md"), (_device!.Device, _device.Amount, _device.Markdown));
        Assert.Equal(["product", "train"], _device.Sections);
        Assert.Equal("device --device opencl:1 --quick --only product --only train", _device.CommandLine);
        Assert.Equal(0, Run("device"));
        Assert.Equal(("opencl", Amount.Full, null), (_device.Device, _device.Amount, _device.Markdown));
        Assert.Equal(Cases.Sections, _device.Sections);
    }

    [Fact]
    public void Without_options_everything_is_measured_on_one_thread_and_on_all()
    {
        Assert.Equal(0, Run("peers"));
        Assert.Equal(new[] { 1, Environment.ProcessorCount }.Distinct(), _peers!.Threads);
        Assert.Equal(Works.Catalogue.All, _peers.Works);
        Assert.Equal(0, Run("roofline"));
        Assert.Equal("roofline.svg", _roofline!.Svg);
        Assert.Equal(0, Run("roofline", "--svg", "x.svg", "--threads", "1"));
        Assert.Equal("x.svg", _roofline.Svg);
        Assert.Equal(0, Run("ladder", "Sum", "Present"));
        Assert.Equal(["Sum", "Present"], _ladder!);
        Assert.Equal(0, Run("recompute", "--markdown", "c.md"));
        Assert.Equal((DeepNet.Full, "c.md"), (_recompute!.Net, _recompute.Markdown));
    }

    [Theory]
    [InlineData("peers", "--only", "sgem")]
    [InlineData("peers", "--threads", "0")]
    [InlineData("peers", "--threads", "1,x")]
    [InlineData("peers", "--threads", "100000")]
    [InlineData("peers", "--json")]
    [InlineData("peers", "--quik")]
    [InlineData("step")]
    [InlineData("ladder", "Sum", "Stairs")]
    [InlineData("roofline", "--svg")]
    [InlineData("recompute", "--markdown")]
    [InlineData("device", "--device", "opencl:x")]
    [InlineData("device", "--only", "products")]
    [InlineData("")]
    public void Bad_usage_is_one_clear_line_and_exit_code_2(params string[] arguments)
    {
        Assert.Equal(2, Run([.. arguments.Where(argument => argument.Length > 0)]));
        string line = Assert.Single(_error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("bench: ", line, StringComparison.Ordinal);
        Assert.Null(_peers);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_one_line_and_exit_code_4()
    {
        int code = Commands.Run(["peers"], _output, _error, new Commands.Actions(_ => throw new IOException("no\n room"), _ => { }, _ => { }, _ => { }, _ => { }));
        Assert.Equal((4, "bench: no room"), (code, _error.ToString().Trim()));
    }

    [Fact]
    public void Help_names_every_command()
    {
        Assert.Equal(0, Run("--help"));
        Assert.All(new[] { "ladder", "roofline", "peers", "recompute", "device" }, command => Assert.Contains(command, _output.ToString(), StringComparison.Ordinal));
    }
}
