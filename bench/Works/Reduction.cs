using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Works;

/// <summary>A float32 matrix [rows, columns] reduced over one axis; over the second when there is one row: a vector becomes one number.</summary>
internal sealed record Reduction(string Op, int RowCount, int Columns, int Axis, bool IsQuick = false)
    : Work("reduce", RowCount == 1 ? $"{Op} {Columns}" : $"{Op} {RowCount}x{Columns} axis {Axis}", IsQuick)
{
    private int Results => Axis == 0 ? Columns : RowCount;

    public override double Flops => 0;

    public override double Bytes => sizeof(float) * ((double)RowCount * Columns + Results);

    public override Local Ours(Device device)
    {
        View<float> x = Values.On<float>(device, [RowCount, Columns], 1, shift: 1), y = Values.Empty<float>(device, Axis == 0 ? [1, Columns] : [RowCount, 1]);
        Action run = Op switch
        {
            "sum" => () => device.Reduce(default(Sum), x, y),
            "max" => () => device.Reduce(default(Max), x, y),
            _ => throw new ArgumentException($"no reduction is called {Op}"),
        };
        return new Local("ours", run, () => Values.MeanAbsolute(device, y));
    }
}
