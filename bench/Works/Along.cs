using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Bench.Works;

/// <summary>Running totals of a float32 matrix along one axis; along the second, and called a vector, when there is one row.</summary>
internal sealed record RunningTotals(string Op, int RowCount, int Columns, int Axis, bool IsQuick = false)
    : Work("scan", RowCount == 1 ? $"{Op} {Columns}" : $"{Op} {RowCount}x{Columns} axis {Axis}", IsQuick)
{
    public override double Flops => 0;

    public override double Bytes => 2.0 * sizeof(float) * RowCount * Columns;

    public override Local Ours(Device device)
    {
        // Factors near 1, so that products stay finite.
        (double scale, double shift) = Op == "cumprod" ? (0.01, 1) : (1, 1);
        View<float> x = Values.On<float>(device, [RowCount, Columns], 1, scale, shift), y = Values.Empty<float>(device, [RowCount, Columns]);
        Action run = Op switch
        {
            "cumsum" => () => device.Scan(default(Sum), x, Axis, y),
            "cumprod" => () => device.Scan(default(Prod), x, Axis, y),
            _ => throw new ArgumentException($"no scan is called {Op}"),
        };
        return new Local("ours", run, () => Values.MeanAbsolute(device, y));
    }
}

/// <summary>The positions of the elements of float32 rows in their order, smallest first: those of equal ones in any order, ours stays with the order
/// that they had. The numbers repeat after 1009.</summary>
internal sealed record SortedRows(int RowCount, int Columns, bool IsQuick = false) : Work("sort", $"argsort {RowCount}x{Columns}", IsQuick)
{
    public override double Flops => 0;

    public override double Bytes => (sizeof(float) + sizeof(int)) * (double)RowCount * Columns;

    public override Local Ours(Device device)
    {
        View<float> x = Values.On<float>(device, [RowCount, Columns], 1);
        View<int> y = Values.Empty<int>(device, [RowCount, Columns]);
        return new Local("ours", () => device.ArgSort(x, 1, false, y), Check);

        // The sorted numbers, each times another: what comes out tells the order.
        double Check()
        {
            (float[] from, int[] order, double sum) = (new float[RowCount * Columns], new int[RowCount * Columns], 0);
            device.Read(x, from);
            device.Read(y, order);
            for (int i = 0; i < order.Length; i++) sum += Math.Abs(from[i - i % Columns + order[i]] * Values.At(i, 2));
            return sum / order.Length;
        }
    }
}

/// <summary>The k largest numbers of float32 rows, in order, and where they stand; through the tensor.</summary>
internal sealed record LargestOfRows(int RowCount, int Columns, int K, bool IsQuick = false) : Work("sort", $"topk {RowCount}x{Columns} {K}", IsQuick)
{
    public override double Flops => 0;

    public override double Bytes => sizeof(float) * (double)RowCount * Columns;

    public override Local Ours(Device device)
    {
        float[] numbers = new float[RowCount * Columns];
        Values.Fill(numbers.AsSpan(), 1);
        Tensor x = Tensor.From(numbers, [RowCount, Columns], device);
        return new Local("ours", Run, () => x.TopK(K).Values.Abs().Mean().Item());

        void Run()
        {
            using var scope = MemoryScope.Open();
            x.TopK(K);
        }
    }
}
