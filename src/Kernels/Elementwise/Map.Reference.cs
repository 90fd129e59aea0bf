namespace DeepPuzzles.Kernels;

// y[i] = op(x[i]), z[i] = op(x[i], y[i]): the scalar form, one element after the other.
public sealed partial class ReferenceDevice
{
    /// <inheritdoc/>
    public override void Map<TOp, T>(TOp op, in View<T> x, in View<T> y)
    {
        for (int i = 0; i < y.Layout.Count; i++) At(y, i) = op.Apply(At(x, i));
    }

    /// <inheritdoc/>
    public override void Zip<TOp, T>(TOp op, in View<T> x, in View<T> y, in View<T> z)
    {
        for (int i = 0; i < z.Layout.Count; i++) At(z, i) = op.Apply(At(x, i), At(y, i));
    }

    /// <inheritdoc/>
    public override void Compare<TOp, T>(TOp op, in View<T> x, in View<T> y, in View<bool> z)
    {
        for (int i = 0; i < z.Layout.Count; i++) At(z, i) = op.Apply(At(x, i), At(y, i));
    }

    /// <inheritdoc/>
    public override void Select<T>(in View<bool> mask, in View<T> x, in View<T> y, in View<T> z)
    {
        for (int i = 0; i < z.Layout.Count; i++) At(z, i) = At(mask, i) ? At(x, i) : At(y, i);
    }
}
