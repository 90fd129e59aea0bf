using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Works;

/// <summary>An op on every element of float32 vectors. The inputs of functions spread over the interval where they bend.</summary>
internal sealed record Elementwise(string Op, int Count, bool IsQuick = false) : Work("map", $"{Op} {Count}", IsQuick)
{
    /// <summary>What "scale" multiplies by.</summary>
    public const float Factor = 0.75f;

    public bool IsBinary => Op == "add";

    /// <summary>Inputs are scale · u + shift with u in [-1/2, 1/2): near [0, 8) for the logarithm, [-4, 4) for the others.</summary>
    public (double Scale, double Shift) Range => Op == "log" ? (8, 4.001) : (8, 0);

    public override double Flops => 0;

    public override double Bytes => sizeof(float) * (IsBinary ? 3.0 : 2.0) * Count;

    public override Local Ours(CpuDevice device)
    {
        (double scale, double shift) = Range;
        View<float> x = Values.On<float>(device, [Count], 1, scale, shift), z = Values.Empty<float>(device, [Count]);
        View<float> y = IsBinary ? Values.On<float>(device, [Count], 2, scale, shift) : x;
        Action run = Op switch
        {
            "exp" => () => device.Map(default(Exp), x, z),
            "log" => () => device.Map(default(Log), x, z),
            "tanh" => () => device.Map(default(Tanh), x, z),
            "sigmoid" => () => device.Map(default(Sigmoid), x, z),
            "scale" => () => device.Map(new Scale(Factor), x, z),
            "add" => () => device.Zip(default(Add), x, y, z),
            _ => throw new ArgumentException($"no op is called {Op}"),
        };
        return new Local("ours", run, () => Values.MeanAbsolute(device, z));
    }
}

/// <summary>A float32 matrix [rows, columns] reduced over one axis; over the second when there is one row: a vector becomes one number.</summary>
internal sealed record Reduction(string Op, int RowCount, int Columns, int Axis, bool IsQuick = false)
    : Work("reduce", RowCount == 1 ? $"{Op} {Columns}" : $"{Op} {RowCount}x{Columns} axis {Axis}", IsQuick)
{
    private int Results => Axis == 0 ? Columns : RowCount;

    public override double Flops => 0;

    public override double Bytes => sizeof(float) * ((double)RowCount * Columns + Results);

    public override Local Ours(CpuDevice device)
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
