namespace DeepPuzzles.Kernels;

// C[i, j] = Σ_p A[i, p] · B[p, j], one element of C after the other.
public sealed partial class ReferenceDevice
{
    /// <inheritdoc/>
    public override void MatMul<T>(in View<T> a, in View<T> b, in View<T> c)
    {
        int rank = c.Layout.Rank, m = c.Layout.Sizes[rank - 2], n = c.Layout.Sizes[rank - 1], k = a.Layout.Sizes[rank - 1];
        for (int element = 0; element < c.Layout.Count; element++)
        {
            int j = element % n, i = element / n % m, batch = element / n / m;
            double sum = 0;
            for (int p = 0; p < k; p++)
                sum += double.CreateTruncating(At(a, (batch * m + i) * k + p)) * double.CreateTruncating(At(b, (batch * k + p) * n + j));
            At(c, element) = T.CreateTruncating(sum);
        }
    }

    /// <inheritdoc/>
    public override void MatMul<TOp, T>(TOp op, in View<T> a, in View<T> b, in View<T> bias, in View<T> c)
    {
        MatMul(a, b, c);
        for (int element = 0; element < c.Layout.Count; element++)
        {
            ref T sum = ref At(c, element);
            sum = op.Apply(sum + At(bias, element % c.Layout.Sizes[^1]));
        }
    }
}
