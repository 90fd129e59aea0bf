using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels;

// The order and the signs in which eigenvectors and singular vectors are given.
internal static class Ordering
{
    /// <summary>Components whose magnitudes differ relatively by less count as equal, so that rounding does not decide which one is positive.</summary>
    private const double Tie = 1e-6;

    /// <summary>Sorts values, and writes the rows that belong to them as columns in the same order, each with its sign.</summary>
    internal static void Ascending(Span<double> values, Span<double> scratch, Matrix rows, Matrix columns)
    {
        Span<int> order = Sort(values, scratch);
        for (int j = 0; j < order.Length; j++)
        {
            Span<double> row = rows.Row(order[j]);
            double sign = SignOf(row);
            for (int i = 0; i < row.Length; i++) columns[i, j] = sign * row[i];
        }
    }

    /// <summary>Sorts values in place; place i of the result tells where the i-th smallest stood.</summary>
    internal static Span<int> Sort(Span<double> values, Span<double> scratch)
    {
        Span<int> order = MemoryMarshal.Cast<double, int>(scratch)[..values.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        values.Sort(order);
        return order;
    }

    /// <summary>The sign that makes the component of largest magnitude positive.</summary>
    internal static double SignOf(ReadOnlySpan<double> vector)
    {
        double enough = Vectors.LargestAbsolute(vector) * (1 - Tie);
        foreach (double component in vector)
        {
            if (Math.Abs(component) >= enough) return double.IsNegative(component) ? -1 : 1;
        }
        return 1;
    }
}
