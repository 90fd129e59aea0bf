using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Bench.Works;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Roofline;

/// <summary>The verbs of a device that take no op, or one of few: products, copies, gathers, running totals, sorting.</summary>
internal static class VerbKernels
{
    private const int Large = 1024, Batch = 256, Small = 64, Row = 64;

    /// <summary>The convolution that is measured.</summary>
    public static ImageConvolution Images { get; } = new(16, 32, 28, 64, 3, 1);

    /// <summary>Products of their own sizes, and what moves data on float32 arrays of about that many elements.</summary>
    public static IEnumerable<Kernel> All(int count)
    {
        int side = (int)Math.Sqrt(count);
        double square = (double)sizeof(float) * side * side;
        foreach (string form in new[] { "NN", "NT", "TN" }) yield return Of(new Product(false, form, Large, Large, Large));
        yield return Of(new Product(true, "NN", Large, Large, Large));
        yield return Of(new Product(false, "NN", 1, side, side));
        yield return Of(new Product(false, "NN", side, side, 1));
        yield return new Kernel("matmul", $"{Batch} x NN {Small}³", 2.0 * Batch * Small * Small * Small, 3.0 * sizeof(float) * Batch * Small * Small, Batched);
        foreach (Kernel kernel in Convolutions(Images)) yield return kernel;
        yield return new Kernel("fill", "fill", 0, square, device => Fill(device, side));
        yield return new Kernel("copy", "copy", 0, 2 * square, device => Copy(device, side, transposed: false));
        yield return new Kernel("copy", "transpose", 0, 2 * square, device => Copy(device, side, transposed: true));
        yield return new Kernel("copy", "broadcast row", 0, square, device => Broadcast(device, side));
        yield return new Kernel("convert", "float32 to float64", 0, 3 * square, device => Convert(device, side));
        yield return new Kernel("select", "select", 0, 3.25 * square, device => Select(device, side));
        yield return new Kernel("reduce", "sum axis 0", side * side, square, device => Columns(device, side));
        yield return Of(new RunningTotals("cumsum", side, side, 1));
        yield return Of(new SortedRows(side, side));
        yield return new Kernel("gather", "gather", 0, 3.0 * sizeof(float) * (count / Row) * Row, device => Gather(device, count / Row));
        yield return new Kernel("scatter", "scatter-add", (double)count, 4.0 * sizeof(float) * (count / Row) * Row, device => Scatter(device, count / Row));
    }

    private static Kernel Of(Work work) => new(work.Name, work.Shape, work.Flops, work.Bytes, device => Runner(work, device));

    private static Kernel Of(Product product) => new("matmul", NameOf(product), product.Flops, product.Bytes, device => Runner(product, device), product.Double);

    private static string NameOf(Product product)
    {
        string sizes = product.M == product.N && product.N == product.K ? $"{product.Form} {product.M}³" : product.Shape;
        return product.Double ? $"float64 {sizes}" : sizes;
    }

    private static Action Runner(Work work, Device device)
    {
        Local ours = work.Ours(device);
        return () => ours.Time(1);
    }

    internal static IEnumerable<Kernel> Convolutions(ImageConvolution work)
    {
        double bytes = sizeof(float) * (work.Images + work.Results + work.Weights);
        yield return new Kernel("conv", "forward", work.Direction, bytes, device =>
        {
            ImageConvolution.Operands o = work.On(device);
            return () => device.Convolve(o.Sliding, o.X, o.W, o.Y);
        });
        yield return new Kernel("conv", "to images", work.Direction, bytes, device =>
        {
            ImageConvolution.Operands o = work.On(device);
            return () => device.ConvolveTransposed(o.Sliding, o.GradientY, o.W, o.GradientX);
        });
        yield return new Kernel("conv", "to weights", work.Direction, bytes, device =>
        {
            ImageConvolution.Operands o = work.On(device);
            return () => device.ConvolveToWeights(o.Sliding, o.X, o.GradientY, o.GradientW);
        });
    }

    private static Action Batched(Device device)
    {
        int[] sizes = [Batch, Small, Small];
        View<float> a = Values.On<float>(device, sizes, 1), b = Values.On<float>(device, sizes, 2), c = Values.Empty<float>(device, sizes);
        return () => device.MatMul(a, b, c);
    }

    private static Action Fill(Device device, int side)
    {
        View<float> y = Values.Empty<float>(device, [side, side]);
        return () => device.Fill(1f, y);
    }

    private static Action Copy(Device device, int side, bool transposed)
    {
        View<float> x = Values.On<float>(device, [side, side], 1), y = Values.Empty<float>(device, [side, side]);
        if (transposed) x = x with { Layout = new Layout([side, side], [1, side]) };
        return () => device.Copy(x, y);
    }

    private static Action Broadcast(Device device, int side)
    {
        View<float> x = Values.On<float>(device, [side], 1), y = Values.Empty<float>(device, [side, side]);
        x = x with { Layout = new Layout([side, side], [0, 1]) };
        return () => device.Copy(x, y);
    }

    private static Action Convert(Device device, int side)
    {
        View<float> x = Values.On<float>(device, [side, side], 1);
        View<double> y = Values.Empty<double>(device, [side, side]);
        return () => device.Convert(x, y);
    }

    private static Action Select(Device device, int side)
    {
        View<float> x = Values.On<float>(device, [side, side], 1), y = Values.On<float>(device, [side, side], 2), z = Values.Empty<float>(device, [side, side]);
        View<bool> mask = Values.Empty<bool>(device, [side, side]);
        device.Compare(default(Less), x, y, mask);
        return () => device.Select(mask, x, y, z);
    }

    private static Action Columns(Device device, int side)
    {
        View<float> x = Values.On<float>(device, [side, side], 1), y = Values.Empty<float>(device, [1, side]);
        return () => device.Reduce(default(Sum), x, y);
    }

    // Rows in another order, as a shuffled batch takes them: index, x and y have the same sizes.
    private static Action Gather(Device device, int rows)
    {
        View<float> x = Values.On<float>(device, [rows, Row], 1), y = Values.Empty<float>(device, [rows, Row]);
        View<int> index = Shuffled(device, rows);
        return () => device.Gather(x, index, 0, y);
    }

    private static Action Scatter(Device device, int rows)
    {
        View<float> x = Values.On<float>(device, [rows, Row], 1), y = Values.On<float>(device, [rows, Row], 2);
        View<int> index = Shuffled(device, rows);
        return () => device.ScatterAdd(x, index, 0, y);
    }

    private static View<int> Shuffled(Device device, int rows)
    {
        const int Odd = 7919;       // coprime to a power of two: every row once
        int[] order = new int[rows * Row];
        for (int i = 0; i < order.Length; i++) order[i] = (int)((long)(i / Row) * Odd % rows);
        View<int> index = Values.Empty<int>(device, [rows, Row]);
        device.Write(order, index);
        return index;
    }
}
