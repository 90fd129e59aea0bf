using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>Every kernel at sizes so small that a simulator which looks for races can run them.</summary>
public sealed class TinyTests
{
    // Two steps of the deepest tile and one number more: both halves of local memory are written again.
    private const int Depth = 33;

    public static TheoryData<int> Tiles() => TileTests.All();

    [Theory]
    [MemberData(nameof(Tiles))]
    public void Products_in_each_tile(int tile)
    {
        using var device = TileTests.On(tile);
        using var sample = new Sample();
        foreach (Walk walk in new[] { Walk.Dense, Walk.Transposed })
            Sums.Agree(new Ferry(device), $"tile {device.OnlyTile}", sample.Numbers<float>(walk, 9, Depth), sample.Numbers<float>(walk, Depth, 5), Depth, [9, 5], (on, x, y, c) => on.MatMul(x, y, c));
    }

    public static TheoryData<string> Files => [.. TinyRuns.All.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_run_of_a_file_compiles_it_and_agrees_with_the_reference(string file)
    {
        _ = OnOpenCl.Device;
        var compiled = new HashSet<string>();
        using var device = new OpenClDevice
        {
            Instead = (name, text) =>
            {
                _ = compiled.Add(name);
                return text;
            },
        };
        TinyRuns.All[file](new Ferry(device));
        Assert.Contains(file, compiled);
    }

    [Fact]
    public void Every_file_has_a_run() => Assert.Equal(TinyRuns.Files.Select(file => file.File), TinyRuns.All.Keys.Order(StringComparer.Ordinal));
}
