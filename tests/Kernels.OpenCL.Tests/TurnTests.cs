using DeepPuzzles.Kernels.OpenCL;
using Xunit.Sdk;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>Groups that are fewer than their work take it in turns; and where a loop takes one turn only, the test that runs it notices.</summary>
public sealed class TurnTests
{
    // In the place of a loop over all items, and of a loop over all groups.
    private const string OneTurn = "#undef EACH\n#define EACH(i, elements) for (uint i = get_global_id(0), once = 0; once < 1 && i < (uint)(elements); once++)\n";
    private const string Step = "get_num_groups(0)", FarStep = "(1 << 24)";

    // More elements, lines or pieces than few groups have items or turns, for each kernel.
    private static readonly Dictionary<string, Action<Device>> s_runs = new()
    {
        ["Map.cl"] = device => TinyRuns.Agree<float>(device, [1100], (on, sample, y) => on.Map(default(Negate), sample.Numbers<float>(Walk.Dense, 1100), y)),
        ["Zip.cl"] = device => TinyRuns.Agree<float>(device, [1100], (on, sample, y) => on.Zip(default(Add), sample.Numbers<float>(Walk.Dense, 1100), sample.Numbers<float>(Walk.Dense, 1100), y)),
        ["Compare.cl"] = device => TinyRuns.Agree<bool>(device, [1100], (on, sample, y) => on.Compare(default(Less), sample.Numbers<float>(Walk.Dense, 1100), sample.Numbers<float>(Walk.Dense, 1100), y)),
        ["Copy.cl copy"] = device => TinyRuns.Agree<float>(device, [30, 40], (on, sample, y) => on.Copy(sample.Numbers<float>(Walk.Transposed, 30, 40), y)),
        ["Copy.cl fill"] = device => TinyRuns.Agree<float>(device, [1100], (on, sample, y) =>
        {
            View<float> gaps = sample.Full(0f, Walk.Sliced, 1100);
            on.Fill(3f, gaps);
            on.Zip(default(Add), gaps, sample.Full(0f, Walk.Dense, 1100), y);
        }),
        ["Copy.cl choose"] = device => TinyRuns.Agree<float>(device, [1100], (on, sample, y) => on.Select(sample.Mask(Walk.Dense, 1100), sample.Full(1f, Walk.Dense, 1100), sample.Full(2f, Walk.Dense, 1100), y)),
        ["Convert.cl"] = device => TinyRuns.Agree<int>(device, [1100], (on, sample, y) => on.Convert(sample.Numbers<float>(Walk.Dense, 1100), y)),
        ["Reduce.cl few"] = device => TinyRuns.Agree<float>(device, [600, 1], (on, sample, y) => on.Reduce(default(Sum), sample.Numbers<float>(Walk.Dense, 600, 3), y)),
        ["Reduce.cl parts"] = device => TinyRuns.Agree<int>(device, [1], (on, sample, y) => on.Reduce(default(Sum), sample.Numbers<int>(Walk.Dense, 12_300), y)),
        ["ArgReduce.cl short"] = device => TinyRuns.Agree<int>(device, [40, 1], (on, sample, y) => on.ArgReduce(default(ArgMax), sample.Numbers<float>(Walk.Dense, 40, 20), 1, y)),
        ["ArgReduce.cl long"] = device => TinyRuns.Agree<int>(device, [5, 1], (on, sample, y) => on.ArgReduce(default(ArgMin), sample.Numbers<float>(Walk.Dense, 5, 300), 1, y)),
        ["Rows.cl short"] = device => TinyRuns.Agree<float>(device, [40, 5], (on, sample, y) => on.MapEachRow<SoftMax, Max, float>(default, sample.Numbers<float>(Walk.Dense, 40, 5), default, y)),
        ["Rows.cl long"] = device => TinyRuns.Agree<float>(device, [5, 1], (on, sample, y) => on.FoldEachRow<LogSumExp, Max, float>(default, sample.Numbers<float>(Walk.Dense, 5, 140), default, y)),
        ["Gather.cl"] = device => TinyRuns.Agree<float>(device, [300, 4], (on, sample, y) => on.Gather(sample.Numbers<float>(Walk.Dense, 5, 4), sample.Indices(5, Walk.Dense, 300, 4), 0, y)),
        ["Scatter.cl lines"] = device => TinyRuns.Agree<float>(device, [1100, 2], (on, sample, y) => on.ScatterAdd(sample.Numbers<float>(Walk.Dense, 1100, 2), sample.Indices(2, Walk.Dense, 1100, 2), 1, y)),
        ["Scatter.cl elements"] = device => TinyRuns.Agree<float>(device, [5, 3], (on, sample, y) => on.ScatterAdd(sample.Numbers<float>(Walk.Dense, 5, 30), sample.Indices(3, Walk.Dense, 5, 30), 1, y)),
        ["Scan.cl"] = device => TinyRuns.Agree<int>(device, [600, 3], (on, sample, y) => on.Scan(default(Sum), sample.Numbers<int>(Walk.Dense, 600, 3), 1, y)),
        ["ArgSort.cl short"] = device => TinyRuns.Agree<int>(device, [3, 300], (on, sample, y) => on.ArgSort(sample.Numbers<float>(Walk.Dense, 3, 300), 1, false, y)),
        ["ArgSort.cl long"] = device => TinyRuns.Agree<int>(device, [1030], (on, sample, y) => on.ArgSort(sample.Numbers<int>(Walk.Dense, 1030), 0, true, y)),
        ["Random.cl"] = device => TinyRuns.Agree<float>(device, [2100], (on, _, y) => on.Random<Uniform, float>(default, 1, 2, y)),
        ["Update.cl"] = device => TinyRuns.Agree<float>(device, [1100], (on, sample, y) => on.Update(new Descent(new Pace(0.1)), sample.Numbers<float>(Walk.Dense, 1100), y, default, default)),
        ["Windows.cl"] = device => TinyRuns.Agree<float>(device, [1, 2, 20, 20], (on, sample, y) =>
            on.ArgReduceWindows(default(ArgMax), Sliding.Of(stride: 2), 2, sample.Numbers<float>(Walk.Dense, 1, 2, 40, 40), y, sample.Full(0, Walk.Dense, 1, 2, 20, 20))),
        ["Parts.cl"] = device => TinyRuns.Agree<float>(device, [30, 20], (on, sample, y) => on.MatMul(sample.Numbers<float>(Walk.Dense, 30, 513), sample.Numbers<float>(Walk.Dense, 513, 20), y)),
    };

    public static TheoryData<string> Runs => [.. s_runs.Keys];

    [Theory]
    [MemberData(nameof(Runs))]
    public void Groups_that_take_turns_agree_with_the_reference_and_one_turn_is_found(string run)
    {
        s_runs[run](OnOpenCl.FerryOfFewGroups);
        string file = run.Split(' ')[0];
        // Positions that the first kernel of a long sort leaves out would be read from anywhere.
        string first = run == "ArgSort.cl long" ? "kernel void exchange" : "";
        using var faulty = new OpenClDevice
        {
            MostGroups = OnOpenCl.FewGroups,
            Instead = (name, text) => name == file ? text.Insert(text.IndexOf(first, StringComparison.Ordinal), OneTurn).Replace(Step, FarStep, StringComparison.Ordinal) : text,
        };
        _ = Assert.ThrowsAny<XunitException>(() => s_runs[run](new Ferry(faulty)));
    }

    [Fact]
    public void Every_file_with_such_a_loop_has_a_run()
    {
        IEnumerable<string> loops = TinyRuns.Files.Where(file => file.Text.Contains("EACH(", StringComparison.Ordinal) || file.Text.Contains(Step, StringComparison.Ordinal)).Select(file => file.File);
        Assert.Equal(loops.Order(StringComparer.Ordinal), s_runs.Keys.Select(run => run.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));
    }
}
