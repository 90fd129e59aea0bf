namespace DeepPuzzles.Autograd.Tests.Transforms;

/// <summary>The eigenvalues of a dense symmetric matrix by Jacobi's rotations: slow, simple, and nothing like Lanczos.</summary>
internal static class Dense
{
    private const int Sweeps = 15;

    internal static double[] Eigenvalues(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        double[,] a = (double[,])matrix.Clone();
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    if (a[p, q] == 0) continue;
                    double theta = (a[q, q] - a[p, p]) / (2 * a[p, q]), t = Math.CopySign(1, theta) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
                    double c = 1 / Math.Sqrt(t * t + 1), s = t * c;
                    for (int k = 0; k < n; k++) (a[k, p], a[k, q]) = (c * a[k, p] - s * a[k, q], s * a[k, p] + c * a[k, q]);
                    for (int k = 0; k < n; k++) (a[p, k], a[q, k]) = (c * a[p, k] - s * a[q, k], s * a[p, k] + c * a[q, k]);
                }
            }
        }
        return [.. Enumerable.Range(0, n).Select(i => a[i, i]).Order()];
    }
}
