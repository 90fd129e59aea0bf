using DeepPuzzles.Kernels.Ilgpu;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>Each tile of the products, whatever sizes would choose it, with the groups of a large card: every thread is one of the system's here.</summary>
public sealed class TileTests
{
    private const int Warp = 32, Warps = 8;

    public static TheoryData<int> All() => [.. Enumerable.Range(0, IlgpuTile.All.Count())];

    [Theory]
    [MemberData(nameof(All))]
    public void Several_tiles_agree_with_the_reference(int tile)
    {
        using var device = new IlgpuDevice(Warp, Warps) { OnlyTile = IlgpuTile.All.ElementAt(tile) };
        using var sample = new Sample();
        int m = device.OnlyTile.Rows + 4, n = device.OnlyTile.Columns + 4, k = 2 * device.OnlyTile.Depth + 4;
        foreach (Walk walk in new[] { Walk.Dense, Walk.Transposed })
            Sums.Agree(new Ferry(device), $"tile {device.OnlyTile}, {walk}", sample.Numbers<float>(walk, m, k), sample.Numbers<float>(walk, k, n), k, [m, n], (on, x, y, c) => on.MatMul(x, y, c));
    }

    // The processor multiplies number by number what each thread hands to the tensor cores, so that places of fragments are checked without them.
    [Fact]
    public void Tensor_cores_sum_the_products_of_rounded_factors()
    {
        using var device = new IlgpuDevice(Warp, Warps) { UsesTensorFloat32 = true, OnlyTile = IlgpuTile.Tensor };
        using var sample = new Sample();
        const int m = 101, k = 12, n = 70;
        View<float> a = sample.Numbers<float>(Walk.Dense, m, k), b = sample.Numbers<float>(Walk.Transposed, k, n), c = sample.Full(float.NaN, Walk.Dense, m, n);
        new Ferry(device).MatMul(a, b, c);
        float[] x = [.. Sample.Values(a).Select(Rounded)], y = [.. Sample.Values(b).Select(Rounded)], z = Sample.Values(c);
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = 0, scale = 0;
                for (int p = 0; p < k; p++)
                {
                    double product = (double)x[i * k + p] * y[p * n + j];
                    (sum, scale) = (sum + product, scale + Math.Abs(product));
                }
                Assert.True(Math.Abs(z[i * n + j] - sum) <= k * Sample.FloatUnit * scale, $"({i}, {j}): {z[i * n + j]} instead of {sum}");
            }
        }
    }

    [Fact]
    public void Rounding_to_tf32_takes_the_nearest_and_of_two_the_one_away_from_zero()
    {
        foreach (float x in new[] { 0f, -0f, 1f, 1f + MathF.ScaleB(1, -11), 1f + MathF.ScaleB(3, -11), 1f + MathF.ScaleB(1, -12), 3.14159274f, -2.71828175f, 1e-40f, float.Epsilon, float.PositiveInfinity, float.NegativeInfinity })
            Assert.Equal(Rounded(x), BitConverter.UInt32BitsToSingle(TensorCores.Round(x)));
        Assert.True(float.IsNaN(BitConverter.UInt32BitsToSingle(TensorCores.Round(float.NaN))));
    }

    [Fact]
    public void A_device_without_tensor_cores_refuses_tf32()
    {
        var refusal = Assert.Throws<DeviceException>(() => new IlgpuDevice(4, 4) { UsesTensorFloat32 = true });
        Assert.Contains("tf32 needs an NVIDIA card of compute capability 8.0 or later", refusal.Message, StringComparison.Ordinal);
    }

    // By arithmetic, not by bits: to a multiple of the last of ten bits behind the first; below the normal numbers, of the smallest.
    private static float Rounded(float x)
    {
        if (!float.IsFinite(x) || x == 0) return x;
        double unit = Math.ScaleB(1, Math.Max(Math.ILogB(x), -126) - 10);
        return (float)(Math.Round(x / unit, MidpointRounding.AwayFromZero) * unit);
    }
}
