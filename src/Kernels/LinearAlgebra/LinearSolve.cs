using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels;

/// <summary>x = A⁻¹·b for a square A.</summary>
public readonly struct LinearSolve : ISolver
{
    /// <inheritdoc/>
    public static string Name => "solve";

    /// <inheritdoc/>
    public static OpRecord Record => new(Low: -2, High: 2, Ulp: 4);

    /// <inheritdoc/>
    public static int Scratch(int n) => n;

    // P·A = L·U, then L·y = P·b and U·x = y.
    /// <inheritdoc/>
    public void Solve(Matrix a, Matrix x, Span<double> scratch)
    {
        int n = a.Rows;
        Span<int> pivots = MemoryMarshal.Cast<double, int>(scratch);
        _ = Lu.Factor(a, pivots, out int failed);
        if (failed >= 0) throw Lu.Singular(failed);
        for (int row = 0; row < x.Rows; row++)
        {
            Span<double> y = x.Row(row);
            for (int k = 0; k < n; k++) (y[k], y[pivots[k]]) = (y[pivots[k]], y[k]);
            for (int i = 1; i < n; i++) y[i] -= Vectors.Dot(a.Row(i)[..i], y[..i]);
            for (int i = n - 1; i >= 0; i--) y[i] = (y[i] - Vectors.Dot(a.Row(i)[(i + 1)..], y[(i + 1)..])) / a[i, i];
        }
    }

    /// <inheritdoc/>
    public void Define(Matrix a, Matrix x)
    {
        int[] order = Elimination.Reduce(a, x, out _);
        double[] solution = new double[a.Rows];
        for (int row = 0; row < x.Rows; row++)
        {
            for (int i = 0; i < solution.Length; i++) solution[order[i]] = x[row, i] / a[i, i];
            solution.CopyTo(x.Row(row));
        }
    }
}
