using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Bench.Recomputation;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Tests;

public sealed class RecomputeTests
{
    private static readonly DeepNet s_net = new(Layers: 12, Width: 64, Batch: 64);

    [Fact]
    public void Blocks_run_from_none_to_the_whole_net() => Assert.Equal([0, 1, 2, 4, 8, 12], s_net.Blocks);

    [Fact]
    public void Every_length_of_blocks_computes_the_same_bits()
    {
        double[] gradients = [.. s_net.Blocks.Select(block => s_net.On(new CpuDevice(1), block).Run())];
        Assert.True(gradients[0] > 0);
        Assert.All(gradients, gradient => Assert.Equal(gradients[0], gradient));
    }

    [Fact]
    public void Less_is_kept_between_the_passes_the_longer_the_blocks()
    {
        (long Peak, long Between)[] memory = [.. s_net.Blocks.Skip(1).Select(block => s_net.On(new CpuDevice(1), block).Memory())];
        for (int i = 1; i < memory.Length; i++) Assert.True(memory[i].Between < memory[i - 1].Between, $"{i}: {memory[i]} after {memory[i - 1]}");
        (long plain, long between) = s_net.On(new CpuDevice(1), 0).Memory();
        Assert.All(memory, each => Assert.True(each.Between <= between));
        Assert.All(memory[..^1], each => Assert.True(each.Peak < plain));        // the whole net as one block holds all at once again
    }

    [Fact]
    public void The_command_prints_a_row_for_each_length()
    {
        using var output = new StringWriter();
        string file = Path.GetTempFileName();
        try
        {
            RecomputeCommand.Run(new RecomputeRequest(new DeepNet(3, 8, 4), new Timing(Rounds: 2, Slot: 0, WarmUp: 0, Rest: 0), file), output);
            string[] rows = ["nothing", "each layer", "blocks of 2", "blocks of 3"];
            Assert.All(rows, row => Assert.Contains(row, output.ToString(), StringComparison.Ordinal));
            Assert.All(rows, row => Assert.Contains($"| {row} |", File.ReadAllText(file), StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
