namespace DeepPuzzles.Kernels.Tests.LinearAlgebra;

/// <summary>Random matrices of the kinds on which squares vanish, pivots are equal and rotations turn by nothing: whole numbers, magnitudes from 1 to
/// 1e-300, many zeros, bands, repeated columns. The parts must be what they should be, and every iteration must end.</summary>
public sealed class WildMatrixTests
{
    private const int Matrices = 400, LargestSize = 12;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Parts_are_what_they_should_be(bool reference)
    {
        Device device = reference ? Sample.Reference : Sample.Devices[0];
        List<string> failures = [];
        for (int number = 0; number < Matrices; number++)
        {
            double[,] a = Draw(number);
            int n = Math.Min(a.GetLength(0), a.GetLength(1));
            double[,] symmetric = HardMatrices.Make(n, n, (i, j) => a[Math.Max(i, j), Math.Min(i, j)]), tall = a.GetLength(0) > n ? a : HardMatrices.Transposed(a);
            string?[] found =
            [
                FactorisationCheck.Holds<Svd, double>(default, typeof(Svd), device, $"wild {number}", a),
                FactorisationCheck.Holds<Svd, float>(default, typeof(Svd), device, $"wild {number}", a),
                FactorisationCheck.Holds<Eigh, double>(default, typeof(Eigh), device, $"wild {number}", symmetric),
                FactorisationCheck.Holds<Qr, double>(default, typeof(Qr), device, $"wild {number}", tall),
            ];
            failures.AddRange(found.OfType<string>());
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static double[,] Draw(int number)
    {
        (uint a, uint b, uint c, uint d) = Philox.Block((ulong)number, 0, 5);
        int m = 1 + (int)(a % LargestSize), n = 1 + (int)(b % LargestSize), kind = (int)(c % 6), band = d % 3 == 0 ? 1 : LargestSize;
        double[,] x = HardMatrices.Make(m, n, (i, j) =>
        {
            (uint e, uint f, uint g, uint h) = Philox.Block((ulong)(i * n + j), (ulong)number, 6);
            double uniform = f / (double)uint.MaxValue * 2 - 1;
            if (Math.Abs(i - j) > band || (d % 5 == 0 && h % 2 == 0)) return 0;
            return kind switch
            {
                0 => e % 3 - 1.0,
                1 => uniform * Math.Pow(10, -(e % 300)),
                2 => uniform * Math.Pow(10, e % 17 - 8.0),
                3 => e % 5 == 0 ? uniform * 1e-160 : g % 2,
                4 => Math.ScaleB(1, -(int)(e % 60)),
                _ => uniform,
            };
        });
        if (d % 4 == 0 && n > 1)
        {
            for (int i = 0; i < m; i++) x[i, n - 1] = x[i, 0];
        }
        return x;
    }
}
