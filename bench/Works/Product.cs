using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Works;

/// <summary>C[m, n] = A[m, k] · B[k, n]. The form says which operands lie in memory as they are (N) and which transposed (T), A first.</summary>
internal sealed record Product(bool Double, string Form, int M, int N, int K, bool IsQuick = false)
    : Work(Double ? "dgemm" : "sgemm", $"{Form} {M}x{N}x{K}", IsQuick)
{
    public bool TransposedA => Form[0] == 'T';

    public bool TransposedB => Form[1] == 'T';

    public override bool IsDouble => Double;

    public override double Flops => 2.0 * M * N * K;

    public override double Bytes => (Double ? sizeof(double) : sizeof(float)) * ((double)M * K + (double)K * N + (double)M * N);

    public override Local Ours(Device device) => Double ? Of<double>(device) : Of<float>(device);

    private Local Of<T>(Device device)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        View<T> a = Operand(M, K, TransposedA, 1), b = Operand(K, N, TransposedB, 2), c = Values.Empty<T>(device, [M, N]);
        return new Local("ours", () => device.MatMul(a, b, c), () => Values.MeanAbsolute(device, c));

        View<T> Operand(int rows, int columns, bool transposed, int seed)
        {
            View<T> stored = Values.On<T>(device, transposed ? [columns, rows] : [rows, columns], seed);
            return transposed ? stored with { Layout = new Layout([rows, columns], [1, rows]) } : stored;
        }
    }

    /// <summary>The products of a dense layer's training step: forward, gradient of the weights and, but for a first layer, of the input.</summary>
    public static IEnumerable<Product> OfLayer(int batch, int inputs, int outputs, bool isFirst = false, bool isQuick = false)
    {
        yield return new Product(false, "NN", batch, outputs, inputs, isQuick);
        yield return new Product(false, "TN", inputs, outputs, batch, isQuick);
        if (!isFirst) yield return new Product(false, "NT", batch, inputs, outputs, isQuick);
    }

    /// <summary>The products of one image in a convolution without padding: windows [in · kernel², places] under weights [out, in · kernel²].</summary>
    public static IEnumerable<Product> OfConvolution(int inputs, int outputs, int kernel, int size, bool isFirst = false)
    {
        int window = inputs * kernel * kernel, places = (size - kernel + 1) * (size - kernel + 1);
        yield return new Product(false, "NN", outputs, places, window);
        yield return new Product(false, "NT", outputs, window, places);
        if (!isFirst) yield return new Product(false, "TN", window, places, outputs);
    }
}
