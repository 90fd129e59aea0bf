using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Works;

/// <summary>An op on every element of float32 vectors, named as in PyTorch. The inputs of functions spread over the interval where they bend.</summary>
internal sealed record Elementwise(string Op, int Count, bool IsQuick = false) : Work("map", $"{Op} {Count}", IsQuick)
{
    /// <summary>What "scale" multiplies by.</summary>
    public const float Factor = 0.75f;

    private delegate Action Bound(Device device, View<float> x, View<float> y, View<float> z);

    private static readonly Dictionary<string, Bound> s_unary = new()
    {
        ["exp"] = Map<Exp>(),
        ["log"] = Map<Log>(),
        ["tanh"] = Map<Tanh>(),
        ["sigmoid"] = Map<Sigmoid>(),
        ["scale"] = Map(new Scale(Factor)),
        ["sign"] = Map<Sign>(),
        ["floor"] = Map<Floor>(),
        ["ceil"] = Map<Ceiling>(),
        ["round"] = Map<Round>(),
        ["trunc"] = Map<Truncate>(),
        ["rsqrt"] = Map<Rsqrt>(),
        ["tan"] = Map<Tan>(),
        ["asin"] = Map<Asin>(),
        ["acos"] = Map<Acos>(),
        ["atan"] = Map<Atan>(),
        ["sinh"] = Map<Sinh>(),
        ["cosh"] = Map<Cosh>(),
        ["log2"] = Map<Log2>(),
        ["log10"] = Map<Log10>(),
    };

    private static readonly Dictionary<string, Bound> s_binary = new()
    {
        ["add"] = Zip<Add>(),
        ["pow"] = Zip<Pow>(),
        ["atan2"] = Zip<Atan2>(),
        ["remainder"] = Zip<Remainder>(),
        ["floor_divide"] = Zip<FloorDivide>(),
    };

    /// <summary>Every op that can be asked for.</summary>
    public static IEnumerable<string> Ops => s_unary.Keys.Concat(s_binary.Keys);

    public bool IsBinary => s_binary.ContainsKey(Op);

    /// <summary>Inputs are scale · u + shift with u in [-1/2, 1/2): from 0 to 8 for logarithms, within their domains for arcs and powers, from -4 to 4 for
    /// the others.</summary>
    public (double Scale, double Shift) Range => Op switch
    {
        "log" or "log2" or "log10" or "rsqrt" => (8, 4.001),
        "asin" or "acos" => (2, 0),
        "pow" => (4, 2.5),
        _ => (8, 0),
    };

    public override double Flops => 0;

    public override double Bytes => sizeof(float) * (IsBinary ? 3.0 : 2.0) * Count;

    public override Local Ours(Device device)
    {
        (double scale, double shift) = Range;
        View<float> x = Values.On<float>(device, [Count], 1, scale, shift), z = Values.Empty<float>(device, [Count]);
        View<float> y = IsBinary ? Values.On<float>(device, [Count], 2, scale, shift) : x;
        return new Local("ours", (IsBinary ? s_binary : s_unary)[Op](device, x, y, z), () => Values.MeanAbsolute(device, z));
    }

    private static Bound Map<TOp>(TOp op = default)
        where TOp : struct, IUnaryOp => (device, x, _, z) => () => device.Map(op, x, z);

    private static Bound Zip<TOp>()
        where TOp : struct, IBinaryOp => (device, x, y, z) => () => device.Zip(default(TOp), x, y, z);
}
